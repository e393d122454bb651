// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// One property that a kernel declares, against what its own profile (or symbol) gives by quadrature.
struct SelfCheck {
  std::string property;                             ///< "integral"
  double declared, found;                           ///< of positivity: the bound 0, and the smallest value
  double error, allowed;                            ///< relative to the scale of the property
  std::string consequence;                          ///< what goes wrong where it fails
  bool passed() const { return error <= allowed; }  // false for NaN
};

/// Of a kernel of free space: k(0) and the decrease of the profile, its radius, integral, second moment,
/// Fourier symbol and the sign of that (Bochner: positive definite iff it is not negative). Of an intrinsic
/// one: g(0) = 1, 0 <= g <= 1, second moment -2 g'(0), the inverse symbol. Of `bilinear`: sign and rank of
/// its matrix. Quadrature: kernels/radial_integrals.h.
std::vector<SelfCheck> self_check(const Kernel &kernel);

}  // namespace gammaflow
