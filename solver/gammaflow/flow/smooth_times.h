// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/formula/expression.h>

#include <vector>

namespace gammaflow
{
/// Time from 0 to `end` in pieces on which a formula in x, y, z, t is smooth at a point x: on a piece of
/// length h a polynomial of degree three in t is near to it,
///   |d^4 f/dt^4| h^4 / 4! <= 10^-4 (max f - min f),
/// by an enclosure of the derivative on the whole piece, so that no pulse between two samples is overlooked.
/// Pieces shorter than end/2^24 are not divided: the formula jumps there, or has a kink.
class SmoothTimes
{
 public:
  SmoothTimes(const Expression &formula, const Point &x, double end);

  /// The longest step h from t such that h <= factor * length for every piece that (t, t + h) meets; a step
  /// may end where a shorter piece begins.
  double longest_step(double t, double factor) const;
  std::size_t size() const { return begin_.size() - 1; }  ///< number of pieces

 private:
  std::vector<double> begin_;  ///< of each piece, ascending; and the end of the last one
};

}  // namespace gammaflow
