// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/rate_cost.h>

#include <functional>

namespace gammaflow
{
/// What a function g says about <f, A^-1 f> for a symmetric, positive semi-definite A whose range need not
/// contain f:  <f, A^-1 f> >= <g, f>^2/<g, A g>,  and <g, A g> is that of A g, which misses f.
struct PreimageBounds {
  double lower = 0, near = 0;
  double relative = 0;       ///< |f - A g| / |f|
  Eigen::VectorXd missed;    ///< f - A g
  Eigen::VectorXd preimage;  ///< g
};

/// g from conjugate gradients for A g = f, truncated. `weights`: of the pairing in which A is symmetric.
PreimageBounds bounds_of_preimage(
    const std::function<void(const Eigen::VectorXd &, Eigen::VectorXd &)> &apply,
    const Eigen::VectorXd &weights, const Eigen::VectorXd &f, const RangeSearch &search = {});

}  // namespace gammaflow
