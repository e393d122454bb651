// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>

namespace gammaflow
{
/// A profile that is a polynomial times an exponential, k(r) = (c_0 + c_1 t + c_2 t^2) exp(-t), t = rate r.
/// On a line, sums of such kernels over N points take O(N) operations.
struct ExponentialProfile {
  double rate = 0;                   ///< 0: the profile is none of these
  std::array<double, 3> value{};     ///< c_0, c_1, c_2 of k(r)
  std::array<double, 3> gradient{};  ///< the same of -k'(r) = r slope(r)
};

}  // namespace gammaflow
