// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// What K(u) does to modes of the Laplacian where the density is constant: K(c) b = symbol(lambda, c) b for
/// L b = lambda b. For preconditioning.
class ConstantDensitySymbol
{
 public:
  virtual ~ConstantDensitySymbol() = default;
  virtual double symbol(double lambda, double density) const = 0;
  /// K is not near a differential operator at high modes: no sparse matrix stands for it.
  virtual bool nonlocal() const { return false; }
};

}  // namespace gammaflow
