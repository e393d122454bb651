// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/measures/point_measure.h>

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

namespace gammaflow
{
/// Equal cells of a box, 1024 in 1D, 128 or 48 in each direction in 2D or 3D; x is the fastest index.
struct EstimateGrid {
  unsigned dim = 1;
  std::array<std::size_t, 3> cells{{1, 1, 1}};
  Point lower{}, width{};
  std::array<bool, 3> periodic{};

  EstimateGrid(unsigned dim, const Point &lower, const Point &upper, const std::array<bool, 3> &periodic);
  std::size_t size() const { return cells[0] * cells[1] * cells[2]; }
  /// Of one cell.
  double volume() const;
  Point middle(std::size_t cell) const;
};

/// A kernel density estimate on a grid: particles are shared linearly between the cells around them, then
/// convolved with a Gaussian. At walls both are reflected (Silverman 1986, section 2.10), in periodic
/// directions they go around.
///
/// The bandwidth is 0.7 times the one of least-squares cross-validation (Rudemo 1982; Bowman 1984) among
/// multiples of Scott's rule: a smaller bandwidth shifts the error from the bias to the variance, which is
/// better known. It is at least 1.5 cells in each direction.
class DensityEstimate
{
 public:
  DensityEstimate(const EstimateGrid &grid, const PointMeasure &particles);

  /// At the middles of the cells, of mass one.
  const std::vector<double> &density() const { return density_; }
  const Point &bandwidth() const { return bandwidth_; }  ///< standard deviation, per direction
  /// Whether cross-validation found its minimum inside the range of bandwidths tried: above 1.5 cells in
  /// every direction, and before the last multiple. Else the law may be narrower than the estimate, and
  /// neither the bootstrap nor smoothed_again() tells by how much.
  bool resolved() const { return resolved_; }
  /// The estimate convolved with its Gaussian.
  std::vector<double> smoothed_again() const { return smoothed(density_, bandwidth_); }

  /// Smoothed bootstrap: distance(e) for `draws` estimates e, with the same bandwidth, of samples of this
  /// estimate, as large as the effective number of particles. They have the variance and the bias of the
  /// estimate (Faraway & Jhun, JASA 85, 1990). Empty samples are skipped.
  std::vector<double> bootstrap(const std::function<double(const std::vector<double> &)> &distance,
                                unsigned draws, unsigned long seed) const;

 private:
  std::vector<double> smoothed(std::vector<double> masses, const Point &bandwidth) const;
  double cross_validation(const std::vector<double> &masses, const Point &bandwidth) const;

  EstimateGrid grid_;
  double effective_;
  bool resolved_ = false;
  Point bandwidth_{};
  std::vector<double> density_;
};

}  // namespace gammaflow
