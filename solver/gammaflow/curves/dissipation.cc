// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/curves/dissipation.h>
#include <gammaflow/curves/image_curve.h>
#include <gammaflow/curves/unresolved.h>
#include <gammaflow/geometries/image_cost.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double round_off = 1e-7;

[[noreturn]] void broken(const std::string &what, double left, double right)
{
  throw BrokenInequality(
      "the inequality of Fenchel is broken, which holds for every curve, so that what was "
      "computed is wrong: " +
      what + ": " + all_digits(left) + " against " + all_digits(right));
}

std::string at_time(double t)
{
  return " at t = " + few_digits(t, 6);
}

/// R + R* = -<DF, v> for the flow's own rate v = -K DF.
void check_own_rate(const Geometry &geometry, double t, const Vector &u, const Vector &force, double dual,
                    double slack)
{
  Vector v = u;
  geometry.onsager_apply(u, force, v);
  v *= -1;
  if (v.linfty_norm() == 0) return;
  const RateCost own = rate_cost(geometry, u, v);
  if (!std::isfinite(own.near)) return;  // round-off has a mass
  const double work = -geometry.space().inner(force, v);
  const double missed = own.missed.size() > 0 ? std::abs(geometry.space().inner(force, own.missed)) : 0;
  if (std::abs(own.near + dual - work) > slack * work + 2 * missed)
    broken("R + R* of the flow's own rate is not -<DF, v>" + at_time(t), own.near + dual, work);
}
/// The cost of the velocity, and from a force psi R(u, v) >= sup_s s <psi, v> - s^2 R*(u, psi).
RateCost cost_of_carried(const Geometry &geometry, const KnowsVelocityImageCost &known,
                         const VelocityImageCurve &curve, double t, const Vector &u, const Vector &v)
{
  RateCost cost = exact_cost(known.velocity_image_cost(u, curve.preimage(t)));
  const Vector *psi = curve.force(t);
  if (psi == nullptr) return cost;
  const double work = geometry.space().inner(*psi, v), dual = geometry.dual_dissipation(u, *psi);
  if (!(dual > 0)) return cost;  // nothing moves
  cost.lower = work * work / (4 * dual);
  if (cost.lower > cost.upper * (1 + round_off))
    broken("R of a rate is more than what its velocity costs" + at_time(t), cost.lower, cost.upper);
  cost.lower = std::min(cost.lower, cost.upper);
  return cost;
}

/// By the preimage of the growth or velocity under the kernel, where the curve was made with one.
RateCost cost_along(const Geometry &geometry, const Curve &curve, double t, const Vector &u, const Vector &v)
{
  const auto *image = dynamic_cast<const ImageCurve *>(&curve);
  const auto *known = dynamic_cast<const KnowsImageCost *>(&geometry);
  if (image != nullptr && known != nullptr) return exact_cost(known->image_cost(u, image->preimage(t)));
  const auto *carried = dynamic_cast<const VelocityImageCurve *>(&curve);
  const auto *by_velocity = dynamic_cast<const KnowsVelocityImageCost *>(&geometry);
  if (carried != nullptr && by_velocity != nullptr)
    return cost_of_carried(geometry, *by_velocity, *carried, t, u, v);
  return rate_cost(geometry, u, v);
}
}  // namespace

DissipationAlong dissipation_along(const Energy &energy, const Geometry &geometry, const Curve &curve,
                                   const double end, const TimeRule &rule, const double solver)
{
  const Space &space = geometry.space();
  const double slack = std::max(round_off, 100 * solver);
  DissipationAlong along;
  Vector force = space.zero();
  for (std::size_t n = 0; n < rule.times.size(); ++n) {
    const double t = rule.times[n], weight = rule.weights[n];
    const Vector u = curve.state(t), v = curve.rate(t);
    energy.first_variation(u, force);
    const double dual = geometry.dual_dissipation(u, force);
    if (n == 0) check_own_rate(geometry, t, u, force, dual, slack);
    const RateCost cost = cost_along(geometry, curve, t, u, v);
    along.dual += weight * dual;
    along.primal_lower += weight * cost.lower;
    along.primal_upper += weight * cost.upper;
    along.primal_near += weight * cost.near;
    along.tolerance = std::max(along.tolerance, cost.tolerance);
    if (cost.infinite()) continue;
    const double missed = cost.missed.size() > 0 ? space.inner(force, cost.missed) : 0;
    along.missed_power += weight * std::abs(missed);
    const double right = -(space.inner(force, v) - missed), left = cost.near + dual;
    if (left < right - slack * (std::abs(left) + std::abs(right)) - std::abs(missed))
      broken("R + R* is less than -<DF, w'>" + at_time(t), left, right);
  }
  along.energy_change = energy.value(curve.state(end)) - energy.value(curve.state(0));
  return along;
}

void check_balance(const DissipationAlong &along, const double delta, const std::string &curve)
{
  if (along.infinite()) return;
  const double left = along.near() + along.missed_power;
  if (left + along.energy_change < -delta - round_off * std::abs(left))
    broken("F(w(T)) - F(w(0)) + D(w) is below -" + few_digits(delta) + " along '" + curve + "'", left,
           -along.energy_change);
}

}  // namespace gammaflow
