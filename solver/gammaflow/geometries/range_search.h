// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/rate_cost.h>

#include <functional>

namespace gammaflow
{
/// Bounds of <f, A^-1 f> from one function g, for a symmetric, positive semi-definite A whose range need not
/// contain f:  lower = <g, f>^2/<g, A g> <= <f, A^-1 f>,  and near = <g, A g>, the value at A g.
struct PreimageBounds {
  double lower = 0, near = 0;
  double relative = 0;       ///< |f - A g| / |f|
  Eigen::VectorXd missed;    ///< f - A g
  Eigen::VectorXd preimage;  ///< g
};

/// With g from truncated conjugate gradients for A g = f, from g = 0, until |f - A g| <= search.tolerance |f|
/// or search.iterations. `weights` w > 0: A is symmetric in <a, b> = sum_i w_i a_i b_i. `apply`(x, y) sets
/// y = A x.
PreimageBounds bounds_of_preimage(
    const std::function<void(const Eigen::VectorXd &, Eigen::VectorXd &)> &apply,
    const Eigen::VectorXd &weights, const Eigen::VectorXd &f, const RangeSearch &search = {});

}  // namespace gammaflow
