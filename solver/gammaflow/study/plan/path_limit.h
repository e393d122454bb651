// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <optional>

namespace gammaflow
{
/// The ridge lambda(sigma) of a path (sweep/"ridge formula") for sigma -> 0, from the formula and its
/// derivative, not from the values on the ladder.
struct PathLimit {
  double ridge = 0;  ///< lambda(0), or where the formula has no value there, its value next to 0
  /// q, where lambda behaves like C sigma^q: the logarithmic slope sigma lambda'/lambda is a positive
  /// constant next to 0. Nothing for other formulas, sigma^2 abs(log(sigma)) say.
  std::optional<double> exponent;

  bool vanishes() const { return ridge == 0; }
};

/// `smallest`: the smallest sigma of the sweep, which sets the scale. InputError if the formula does not
/// parse.
PathLimit path_limit(const Parameters &parameters, double smallest);

}  // namespace gammaflow
