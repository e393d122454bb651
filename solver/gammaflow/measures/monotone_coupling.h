// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/measures/cellwise_density.h>
#include <gammaflow/spaces/space.h>

#include <vector>

namespace gammaflow
{
/// Two finite-element densities of equal mass on an interval, each normalized to mass one, and the monotone
/// map T = G^-1 o F that carries the first, f, to the second, g (F, G their distribution functions). It is
/// the optimal map for every convex cost in one dimension (Villani, Topics in Optimal Transportation,
/// Theorem 2.18).
///
/// Nothing here is a difference of two nearly equal computed numbers when f is nearly g: H = F - G is the
/// integral of the nodal difference f - g, summed from the nearer end, and the displacement D(x) = T(x) - x
/// solves
///   int_x^{x + D} g = H(x).
class MonotoneCoupling
{
 public:
  /// Nodal values of positive densities on the grid of a box in one dimension, without periodicity.
  MonotoneCoupling(const Grid1D &grid, const Vector &f, const Vector &g);

  const CellwiseDensity &first() const { return f_; }
  const CellwiseDensity &second() const { return g_; }
  /// f - g, normalized.
  const CellwiseDensity &difference() const { return difference_; }

  /// H(x) = F(x) - G(x).
  double cdf_difference(double x) const;
  /// D(x) = T(x) - x.
  double displacement(double x) const;
  /// The vertices of the grid and their images under T^-1, ascending: between two of them, f is a polynomial,
  /// and so is g at T.
  std::vector<double> breakpoints() const;

 private:
  CellwiseDensity f_, g_, difference_;
  std::vector<double> h_;  ///< H at the vertices
};

/// The grid of a space on which W1 and W2 can be computed; InputError that names the distance on any other.
const Grid1D &quantile_grid(const std::string &distance, const Space &space);

}  // namespace gammaflow
