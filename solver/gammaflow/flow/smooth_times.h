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
/// by an enclosure of the derivative on the whole piece, so that no pulse hides between two looks. Pieces
/// that are shorter than end/2^24 are not divided: the formula jumps there, or has a kink.
class SmoothTimes
{
 public:
  SmoothTimes(const Expression &formula, const Point &x, double end);

  /// The longest step from t on that no piece which it enters forbids: `factor` times its length. A step ends
  /// where a piece begins that forbids it.
  double longest_step(double t, double factor) const;
  std::size_t size() const { return begin_.size() - 1; }

 private:
  std::vector<double> begin_;  ///< of each piece, ascending; and the end of the last one
};

}  // namespace gammaflow
