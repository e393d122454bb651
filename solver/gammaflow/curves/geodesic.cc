// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/transformed_line.h>
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/geometries/cost_at_constants.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
/// McCann's displacement interpolation on an interval; its rate by central differences of order 4.
class Displacement final : public Curve
{
 public:
  explicit Displacement(const Context &context) : space_(context.flow.space()), end_(context.end)
  {
    if (space_.dim() > 1 || space_.periodic(0))
      context.parameters.reject("domain", "dimension",
                                "displacement interpolation is there on an interval with walls",
                                "1, no-flux");
    const CurveEnds ends = curve_ends(context);
    mass_ = space_.integrate(ends.from);
    geodesic_ = wasserstein_geodesic(context.flow.shared_space(), ends.from, ends.to);
  }
  Vector state(double t) const override { return at(t / end_); }
  Vector rate(double t) const override
  {
    const double s = t / end_, h = std::min({1e-3, s / 2, (1 - s) / 2});
    Vector result = at(s + h);
    result.sadd(8, -8, at(s - h));
    result.add(-1, at(s + 2 * h), 1, at(s - 2 * h));
    result *= 1 / (12 * h * end_);
    return result;
  }

 private:
  /// With the mass of the start in the pairing of the nodes.
  Vector at(double s) const
  {
    Vector u = geodesic_->state(s);
    u *= mass_ / space_.integrate(u);
    return u;
  }

  const Space &space_;
  std::unique_ptr<Geodesic> geodesic_;
  const double end_;
  double mass_ = 0;
};

/// By what R says at constant densities: straight in rho^(1 - p/2) for growth with K = c rho^p, displacement
/// interpolation for fluxes with K = c rho, straight for metrics that do not depend on the state.
std::unique_ptr<Curve> make_geodesic(const Curve::Context &context)
{
  using Kind = CostAtConstants::Kind;
  const auto straight = [&](double power) { return std::make_unique<TransformedLine>(context, power); };
  const Geometry &geometry = context.flow.geometry();
  if (geometry.has_metric()) return straight(1);
  const CostAtConstants cost = cost_at_constants(geometry);
  if (cost.is(Kind::transport, 1)) return std::make_unique<Displacement>(context);
  if (cost.is(Kind::transport, 0)) return straight(1);
  if (cost.kind == Kind::local) return straight(cost.is(Kind::local, 2) ? 0 : 1 - cost.power / 2);
  context.parameters.reject(
      "geometry", "name",
      "no geodesics are known in closed form in the limit geometry '" + context.flow.geometry_name() + "'",
      "linear interpolation, displacement interpolation");
}

const Register<Curve> displacement("displacement interpolation",
                                   {"the Wasserstein geodesic from probes/from to probes/to, on an interval"},
                                   [](const Curve::Context &context) {
                                     return std::make_unique<Displacement>(context);
                                   });

const Register<Curve> geodesic(
    "geodesic",
    {"the geodesic of the limit from probes/from to probes/to where it is known: straight in rho^(1 - p/2) "
     "for "
     "K = rho^p (Fisher-Rao p = 1), displacement interpolation for Wasserstein, straight for metrics that do "
     "not depend on the state; divided by its mass where the mass is kept"},
    make_geodesic);
}  // namespace
}  // namespace gammaflow
