// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/image_curve.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/kernel_inverse.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/study/probes/carried_curve.h>
#include <gammaflow/study/probes/recovery_curves.h>

#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("probes", [](dealii::ParameterHandler &prm) {
  prm.declare_entry("tikhonov", "0.1", Number::above(0),
                    "Recovery sequences `minimizing`: the weight tau of |f|_H^2 against the squared L2 "
                    "distance of f to the "
                    "growth or velocity of the curve, at the largest "
                    "value of the sweep parameter; it falls with the predicted order.");
});

class SmoothedGrowth final : public ImageCurve
{
 public:
  /// tau = 0: mollified. The other curve and the flow must outlive this one.
  SmoothedGrowth(const Flow &flow, const Curve &curve, double tau)
      : kernel_(*flow.geometry_kernel()), curve_(curve), start_(logarithm(curve.state(0)))
  {
    if (tau > 0)
      inverse_ = std::make_unique<const KernelInverse>(
          make_kernel_operator(flow.parameters(), "kernel", flow.shared_space()), tau,
          SolverOptions(flow.parameters()), "a recovery sequence");
  }
  Vector state(double t) const override
  {
    Vector z = logarithm(curve_.state(t)), out = z;
    z -= start_;
    kernel_.apply(weakened(z), out);
    for (std::size_t i = 0; i < size(out); ++i) data(out)[i] = std::exp(data(start_)[i] + data(out)[i]);
    return out;
  }
  Vector rate(double t) const override
  {
    const Vector g = preimage(t);
    Vector f = g;
    kernel_.apply(g, f);
    f.scale(state(t));
    return f;
  }
  Vector preimage(double t) const override
  {
    Vector growth = curve_.rate(t);
    const Vector w = curve_.state(t);
    for (std::size_t i = 0; i < size(w); ++i) data(growth)[i] /= data(w)[i];
    return weakened(growth);
  }

 private:
  static Vector logarithm(Vector u)
  {
    for (double &value : u) value = std::log(value);
    return u;
  }
  /// (Kf + tau)^-1 x, or x.
  Vector weakened(const Vector &x) const
  {
    if (!inverse_) return x;
    Vector y = x;
    inverse_->apply(x, y);
    return y;
  }

  const KernelOperator &kernel_;
  const Curve &curve_;
  const Vector start_;
  std::unique_ptr<const KernelInverse> inverse_;
};
}  // namespace

namespace
{
/// How the curve w_e is made from the flow, the curve, and the weight tau (0: mollified).
using Make = std::function<std::unique_ptr<Curve>(const ToRecover &of, double tau)>;

/// None where neither growth nor velocities have a cost that is known.
Make how_to_recover(const Flow &kernel_flow, const Flow *limit_flow)
{
  if (dynamic_cast<const KnowsImageCost *>(&kernel_flow.geometry()) != nullptr && kernel_flow.positive())
    return [](const ToRecover &of, double tau) {
      return std::make_unique<SmoothedGrowth>(of.kernel_flow, of.curve, tau);
    };
  const bool velocities = dynamic_cast<const KnowsVelocityImageCost *>(&kernel_flow.geometry()) != nullptr;
  if (velocities && rate_gives_velocity(kernel_flow.space())) return carried_curve;
  const bool limit_has_fluxes =
      limit_flow != nullptr && dynamic_cast<const TransportGeometry *>(&limit_flow->geometry()) != nullptr;
  if (velocities && limit_has_fluxes) return carried_curve;
  return {};
}
}  // namespace

std::vector<RecoveryKind> recovery_kinds(const CasePlan &plan, const Flow &kernel_flow,
                                         const Flow *limit_flow)
{
  std::vector<RecoveryKind> kinds;
  const Make make = how_to_recover(kernel_flow, limit_flow);
  if (!make) return kinds;
  if (moves_kernel(plan.sweep_parameter))
    kinds.push_back({"mollified", [make](const ToRecover &of) { return make(of, 0); }});
  const double order = std::isfinite(plan.energy_order) && plan.energy_order > 0 ? plan.energy_order : 1,
               tikhonov = plan.flow.number("probes", "tikhonov"), largest = plan.steps.front().parameter;
  kinds.push_back({"minimizing", [=](const ToRecover &of) {
                     return make(of, tikhonov * std::pow(of.step.parameter / largest, order));
                   }});
  return kinds;
}

}  // namespace gammaflow
