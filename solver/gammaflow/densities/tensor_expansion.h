// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/density.h>

#include <Eigen/Core>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// sum_ijk c_ijk a_i(x) b_j(y) c_k(z): data on a regular grid (interpolation, smoothed histograms). On the
/// tensor grid of a box it is sampled direction by direction.
class TensorExpansion final : public Density
{
 public:
  /// One direction: `size` functions, all of which `evaluate` gives at a point.
  struct Basis {
    std::size_t size = 1;
    std::function<void(double x, double *values)> evaluate = [](double, double *values) { values[0] = 1; };
  };

  /// `coefficients`: product of the three sizes, the first direction fastest.
  TensorExpansion(std::array<Basis, 3> basis, std::vector<double> coefficients, std::string description,
                  std::vector<std::pair<Point, double>> data_points = {});

  double value(const Point &x) const override;
  void sample(const Space &space, Vector &values) const override;
  std::string description() const override { return description_; }
  std::vector<std::pair<Point, double>> data_points() const override { return data_points_; }

 private:
  const std::array<Basis, 3> basis_;
  const std::vector<double> coefficients_;
  const std::string description_;
  const std::vector<std::pair<Point, double>> data_points_;
};

/// The functions of one direction at given points: one row per point.
Eigen::MatrixXd evaluate_at(const TensorExpansion::Basis &basis, const std::vector<double> &points);

}  // namespace gammaflow
