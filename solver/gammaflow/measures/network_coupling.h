// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>

namespace gammaflow
{
/// W_power of two point measures, both scaled to mass one, power = 1 or 2: the cost |x - y|^power of the
/// optimal coupling, for power 2 its square root, by the network simplex method (LEMON; Kovacs, Optim.
/// Methods Softw. 30, 2015). Exact up to the rounding of the masses to 2^-50 and of the costs to 2^-40 of the
/// largest one. Memory and time grow with the product of the numbers of points: InputError where it is above
/// 5 10^6, and for measures of different dimensions.
double network_wasserstein(const PointMeasure &a, const PointMeasure &b, unsigned power);

/// A measure on fewer points: the boxes of a grid that hold mass, each as its mass at its barycentre.
struct Quantized {
  PointMeasure points;
  /// Upper bounds of W1 and W2 to the given measure: the costs of moving each point to its barycentre.
  double w1 = 0, w2 = 0;
};
/// At most `most` points, of mass one; the measure itself (normalized) where it has no more.
Quantized quantized(const PointMeasure &measure, std::size_t most);

}  // namespace gammaflow
