// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/rate_cost.h>

#include <mutex>
#include <utility>

namespace gammaflow
{
namespace
{
/// K xi = c xi with a constant c > 0, G v = v/c: c = 1 is L2, c = 1/(1 + lambda) is what the ridge MMD
/// geometry (Kf + lambda)^-1 tends to for small bandwidth.
class L2Geometry final : public Geometry, public BoundsRateCost
{
 public:
  L2Geometry(std::shared_ptr<const Space> space, double mobility)
      : Geometry(std::move(space)), mobility_(mobility)
  {
  }

  unsigned onsager_apply(const Vector &, const Vector &xi, Vector &v) const override
  {
    v.equ(mobility_, xi);
    return 0;
  }
  double primal_dissipation(const Vector &, const Vector &v) const override
  {
    return 0.5 / mobility_ * space().inner(v, v);
  }
  double primal_dissipation_along(const Vector &u, const Vector &, const Vector &v) const override
  {
    return primal_dissipation(u, v);
  }

  RateCost rate_cost(const Vector &u, const Vector &v) const override
  {
    return exact_cost(primal_dissipation(u, v));
  }

  StepKind step_kind() const override { return StepKind::metric; }
  void metric_apply(const Vector &v, Vector &xi) const override { xi.equ(1 / mobility_, v); }
  void metric_diagonal(Vector &d) const override { d = 1 / mobility_; }
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &) const override
  {
    std::call_once(coefficients_built_, [this] {
      auto c = std::make_shared<OnsagerCoefficients>();
      c->mobility = c->mobility_slope = c->reaction_slope = c->reaction = space().zero();
      c->reaction = mobility_;
      c->uniform = {0, mobility_};
      coefficients_ = c;
    });
    return coefficients_;
  }
  OnsagerStructure structure() const override { return {mobility_}; }
  /// K does not depend on the state.
  void onsager_derivative(const Vector &, const Vector &, const Vector &, Vector &out) const override
  {
    out = 0.;
  }

 private:
  double mobility_;
  mutable std::once_flag coefficients_built_;
  mutable std::shared_ptr<const OnsagerCoefficients> coefficients_;  ///< those of every state
};

const RegisterGeometry l2(
    "L2", Geometry::Traits("c xi, c = geometry/rate", StateDomain::signed_field).reading({"rate"}),
    [](const Geometry::Context &context) {
      return std::make_unique<L2Geometry>(context.space, context.parameters.number("geometry", "rate"));
    },
    Spherical::also);

const RegisterGeometry ridge_l2(
    "ridge L2",
    Geometry::Traits("xi/(1 + lambda), lambda = geometry/ridge", StateDomain::signed_field)
        .reading({"ridge"})
        .tending_to({{"ridge", "L2", "", 1, "for every force"}}),
    [](const Geometry::Context &context) {
      return std::make_unique<L2Geometry>(context.space,
                                          1 / (1 + context.parameters.number("geometry", "ridge")));
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
