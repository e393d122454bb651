// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/kernel_space_norm.h>
#include <gammaflow/kernels/kernel_average.h>

#include <limits>

namespace gammaflow
{
PreimageBounds kernel_space_norm(const KernelOperator &kernel, const Vector &f)
{
  Vector in = f, out = f;
  if (kernel.has_inverse()) {
    kernel.apply_inverse(f, out);
    PreimageBounds result;
    result.lower = result.near = kernel.space().inner(f, out);
    result.preimage = as_eigen(out);
    result.missed = Eigen::VectorXd::Zero(as_eigen(f).size());
    return result;
  }
  return bounds_of_preimage(
      [&](const Eigen::VectorXd &x, Eigen::VectorXd &y) {
        as_eigen(in) = x;
        kernel.apply(in, out);
        y = as_eigen(out);
      },
      as_eigen(kernel.space().weights()), as_eigen(f));
}

RateCost cost_of_growth(const KernelOperator &kernel, const double part, const Vector &a, const Vector &v,
                        const bool fit)
{
  const Space &space = kernel.space();
  Vector f = v;
  if (!divide(v, a, f)) return exact_cost(std::numeric_limits<double>::infinity());
  const PreimageBounds norm = kernel_space_norm(kernel, f);
  const double exact = fit ? 0.5 * space.inner(v, f) : 0;
  RateCost cost = exact_cost(exact + 0.5 * part * norm.near);
  if (!(norm.missed.norm() > 0)) return cost;
  cost.lower = exact + 0.5 * part * norm.lower;
  cost.upper = std::numeric_limits<double>::infinity();
  cost.missed = a;
  as_eigen(cost.missed).array() *= norm.missed.array();
  cost.tolerance = space.norm(cost.missed) / space.norm(v);
  if (fit) {
    Vector near = f;
    as_eigen(near) -= norm.missed;
    Vector rate = near;
    rate.scale(a);
    cost.near = 0.5 * space.inner(rate, near) + 0.5 * part * norm.near;
  }
  return cost;
}

}  // namespace gammaflow
