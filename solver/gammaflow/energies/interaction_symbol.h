// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// Of energies with a kernel: D^2F(u) = e(L) + (local part), exactly or nearly (kernels of free space), with
/// a function e of the Laplacian. Implicit steps on boxes are preconditioned with it.
class InteractionSymbol
{
 public:
  virtual ~InteractionSymbol() = default;
  virtual double interaction(double lambda) const = 0;  ///< e(lambda) >= 0, e(0) = 0
};
}  // namespace gammaflow
