// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/line_density.h>
#include <gammaflow/measures/point_measure.h>

namespace gammaflow
{
/// Distances on a line, between particles, and between a density and particles, all with mass one:
///   W1 = int |F - G| dx,   W2^2 = int_0^1 (F^-1 - G^-1)^2 ds,   energy distance^2 = 2 int (F - G)^2 dx
/// (Vallender 1974; Villani 2003, Theorem 2.18; Szekely & Rizzo 2013). Exact up to round-off, by sorting: G
/// is a step function, F a polynomial in each cell. O(n log n). InputError for particles that are not in one
/// dimension.
double line_w1(const PointMeasure &a, const PointMeasure &b);
double line_w2(const PointMeasure &a, const PointMeasure &b);
double line_energy_distance(const PointMeasure &a, const PointMeasure &b);

/// The same of points that are sorted already.
struct SortedPoints;
double line_w1(const SortedPoints &a, const SortedPoints &b);
double line_w2(const SortedPoints &a, const SortedPoints &b);

double line_w1(const LineDensity &f, const PointMeasure &b);
double line_w2(const LineDensity &f, const PointMeasure &b);
double line_energy_distance(const LineDensity &f, const PointMeasure &b);

/// W1 on the circle that the interval of the density is when its ends meet, with the shorter one of both ways
/// as distance: min over c of int |F - G - c| dx, attained at the median of F - G (Rabin, Delon & Gousseau
/// 2011, Transportation distances on the circle; Delon, Salomon & Sobolevski 2010). Exact up to round-off.
/// Particles may be anywhere: they are moved by whole periods.
double circle_w1(const LineDensity &f, const PointMeasure &b);

/// Particles on a line in ascending order, with the parts of the mass up to and with each of them.
struct SortedPoints {
  explicit SortedPoints(const PointMeasure &measure);
  /// The projection of a measure on a direction.
  SortedPoints(const PointMeasure &measure, const Point &direction);
  std::vector<double> x, cumulative;  ///< the last of `cumulative` is 1

 private:
  /// x, with the weights of a measure whose particles are in this order.
  void sort(const PointMeasure &measure);
};

}  // namespace gammaflow
