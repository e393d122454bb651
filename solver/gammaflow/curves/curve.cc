// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/curve.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/parameters/number.h>

#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("probes", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "end", "auto", Patterns::Anything(),
      "T: curves run through [0, T]. auto: time/end. A short T makes rates large against forces.");
  prm.declare_entry(
      "from", "initial state", Patterns::Anything(),
      "Where curves begin: initial state, target, or a formula in x[, y[, z]], at its own mass.");
  prm.declare_entry("to", "target", Patterns::Anything(),
                    "Where curves go: initial state, target, or a formula in x[, y[, z]], at its own mass.");
});

Vector end_of_curve(const Curve::Context &context, const std::string &key)
{
  const Flow &flow = context.flow;
  const std::string text = context.parameters.text("probes", key);
  if (text == "initial state") return flow.initial_state();
  if (text == "target" && !flow.has_target())
    context.parameters.reject("probes", key, "the energy '" + flow.energy_name() + "' has no target",
                              "initial state, or a formula");
  if (text == "target") return flow.target();
  const Formula formula(context.parameters, "probes", key, flow.space().dim());
  Vector u = flow.space().sample([&](const Point &x) { return formula.value(x); });
  for (std::size_t i = 0; i < size(u); ++i)
    if (!std::isfinite(data(u)[i]) || (flow.positive() && !(data(u)[i] > 0)))
      context.parameters.reject("probes", key, "is not positive and finite everywhere",
                                "initial state, target, or the formula of a positive density");
  return u;
}
}  // namespace

std::string to_string(const Topology topology)
{
  return topology == Topology::constant ? "constant" : topology == Topology::strong ? "strong" : "weak";
}

double end_of_curves(const Parameters &parameters)
{
  if (parameters.text("probes", "end") == "auto") return parameters.number("time", "end");
  const double end = parameters.number("probes", "end");
  if (!(end > 0) || !std::isfinite(end))
    parameters.reject("probes", "end", "is not a time", "auto, a number > 0");
  return end;
}

CurveEnds curve_ends(const Curve::Context &context)
{
  CurveEnds ends{end_of_curve(context, "from"), end_of_curve(context, "to")};
  const Space &space = context.flow.space();
  const double a = space.integrate(ends.from), b = space.integrate(ends.to);
  if (context.keeps_mass && std::abs(a - b) > 1e-9 * (std::abs(a) + std::abs(b)))
    context.parameters.reject("probes", "to",
                              "the flows keep the mass, and the curves would go from mass " +
                                  std::to_string(a) + " to mass " + std::to_string(b),
                              "ends of equal mass (initial state/mass, target/mass)");
  return ends;
}

}  // namespace gammaflow
