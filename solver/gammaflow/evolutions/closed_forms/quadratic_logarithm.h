// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <Eigen/Core>

#include <optional>

namespace gammaflow
{
/// The function c + b.x - x.S x/2: the logarithm of a Gaussian of any mass.
struct QuadraticLogarithm {
  double c = 0;
  Eigen::VectorXd b;
  Eigen::MatrixXd S;

  double value(const Point &x) const;
  /// The polynomial with these nodal values, to 1e-10 of max(1, the largest one); empty if there is none.
  static std::optional<QuadraticLogarithm> of(const Space &space, const Vector &values);
};

}  // namespace gammaflow
