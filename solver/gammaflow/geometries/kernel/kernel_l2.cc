// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/kernel/kernel_space_norm.h>

namespace gammaflow
{
namespace
{
/// K xi = Kf xi, R(v) = 1/2 <v, Kf^-1 v> = 1/2 |v|_H^2. With Kf = 1 + O(sigma^2) on smooth functions the
/// limit is L2.
class KernelL2 final : public Geometry, public BoundsRateCost
{
 public:
  explicit KernelL2(const Context &context)
      : Geometry(context.space),
        kernel_(context.kernel),
        inverse_(context.kernel, 0, SolverOptions(context.parameters), "kernel L2")
  {
  }

  unsigned onsager_apply(const Vector &, const Vector &xi, Vector &v) const override
  {
    kernel_->apply(xi, v);
    return 0;
  }
  double primal_dissipation(const Vector &, const Vector &v) const override
  {
    return 0.5 * inverse_.quadratic_form(v);
  }
  RateCost rate_cost(const Vector &, const Vector &v) const override
  {
    Vector one = v;
    one = 1.;
    return cost_of_growth(*kernel_, 1, one, v, false);
  }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  KernelInverse inverse_;
};

const RegisterGeometry registered(
    "kernel L2",
    Geometry::Traits("Kf xi", StateDomain::signed_field)
        .with_kernel()
        .tending_to({{"bandwidth",
                      "L2",
                      "",
                      2,
                      "force compatible with the boundary, kernel of unit integral and finite variance",
                      {"force level at walls", "kernel compatible with walls", "kernel of unit integral",
                       "kernel of finite variance", "smooth data", "bandwidth below the data's lengths"}}}),
    [](const Geometry::Context &context) { return std::make_unique<KernelL2>(context); });
}  // namespace
}  // namespace gammaflow
