// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// A density on an interval, given by nodal values and normalized to mass one, with its distribution function
/// F in closed form: a Legendre series in each cell. It serves millions of particles: F costs a few dozen
/// operations, a quantile a few of these. Accurate to round-off of the whole mass (CellwiseDensity keeps the
/// digits of small tails, and costs a hundred times as much).
class LineDensity
{
 public:
  /// On a grid that is not periodic; nodal values that are not negative. NumericalFailure where the density
  /// has no mass, or is so negative between its nodes that F falls.
  LineDensity(const Grid1D &grid, const std::vector<double> &nodal_values);

  double lower() const { return vertices_.front(); }
  double upper() const { return vertices_.back(); }
  const std::vector<double> &vertices() const { return vertices_; }
  std::size_t cells() const { return vertices_.size() - 1; }
  std::size_t cell_of(double x) const;  ///< as CellwiseDensity::cell_of()
  unsigned degree() const { return width_ - 1; }

  double value(std::size_t cell, double x) const;
  /// F(x), x in `cell`.
  double cdf(std::size_t cell, double x) const;
  /// 0 left of the interval, 1 right of it.
  double cdf(double x) const;
  /// The x with F(x) = level; the ends of the interval for level <= 0 and >= 1.
  double quantile(double level) const;

 private:
  std::size_t cell_of_level(double level) const;

  unsigned width_;  ///< degree + 1
  std::vector<double> vertices_, left_;
  std::vector<double> density_, cumulative_;  ///< coefficients: width_, width_ + 1 per cell
};

}  // namespace gammaflow
