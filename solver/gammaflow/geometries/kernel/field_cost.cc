// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/field_cost.h>
#include <gammaflow/spaces/box/staggered_modes.h>

#include <limits>

namespace gammaflow
{
namespace
{
PreimageBounds norm_of(const FieldKernel &kernel, const FieldKernel::Component &f)
{
  const StaggeredFields &fields = kernel.fields();
  if (!has_bounded_inverse(kernel))
    return bounds_of_preimage([&](const Eigen::VectorXd &x, Eigen::VectorXd &y) { kernel.apply(0, x, y); },
                              fields.weights(0), f);
  const auto &modes = fields.modes(0);
  const Eigen::VectorXd inverse = modes.eigenvalues().unaryExpr(
      dynamic_cast<const IntrinsicKernel &>(kernel.kernel()).inverse_symbol().g);
  PreimageBounds result;
  result.preimage.resize(f.size());
  modes.filter(inverse, f.data(), result.preimage.data());
  result.lower = result.near = (fields.weights(0).array() * f.array() * result.preimage.array()).sum();
  return result;
}
}  // namespace

bool has_bounded_inverse(const FieldKernel &kernel)
{
  const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel.kernel());
  return intrinsic != nullptr && intrinsic->bounded_inverse();
}

VelocityCost cost_of_velocity(const FieldKernel &kernel, const double part, const FieldKernel::Component &rho,
                              const FieldKernel::Component &f, const bool fit)
{
  const auto of_fit = [&](const FieldKernel::Component &g) {
    return fit ? 0.5 * (kernel.fields().weights(0).array() * rho.array() * g.array().square()).sum() : 0;
  };
  PreimageBounds norm = norm_of(kernel, f);
  VelocityCost result;
  result.cost = exact_cost(of_fit(f) + 0.5 * part * norm.near);
  if (norm.missed.size() == 0 || !(norm.missed.norm() > 0)) return result;
  result.cost.lower = of_fit(f) + 0.5 * part * norm.lower;
  result.cost.near = of_fit(f - norm.missed) + 0.5 * part * norm.near;
  result.cost.upper = std::numeric_limits<double>::infinity();
  result.missed = std::move(norm.missed);
  return result;
}

}  // namespace gammaflow
