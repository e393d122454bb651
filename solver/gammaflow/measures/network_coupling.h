// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>

namespace gammaflow
{
/// The optimal coupling of two point measures, both scaled to mass one, for the cost |x - y|^power, by the
/// network simplex method (LEMON; Kovacs, Optim. Methods Softw. 30, 2015): the square root of the cost for
/// power 2, W_power. Exact up to the rounding of the masses to 2^-50 and of the costs to 2^-40 of
/// the largest one. Memory and time grow
/// with the product of the numbers of points: InputError where it is above 5 10^6.
double network_wasserstein(const PointMeasure &a, const PointMeasure &b, unsigned power);

/// A measure on fewer points: the boxes of a grid that hold mass, each as its mass at its barycentre.
struct Quantized {
  PointMeasure points;
  /// W1, W2 to what was given, by the coupling that moves each point to the barycentre of its box: bounds.
  double w1 = 0, w2 = 0;
};
/// At most `most` points; the measure itself where it has no more.
Quantized quantized(const PointMeasure &measure, std::size_t most);

}  // namespace gammaflow
