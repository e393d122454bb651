// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/curve.h>
#include <gammaflow/curves/unresolved.h>
#include <gammaflow/time/evolve/evolve.h>

#include <algorithm>
#include <map>

namespace gammaflow
{
namespace
{
/// The solution of a flow from probes/from: of the limit, or with geometry and energy that the settings of
/// the probe name, of another one. Its rate is -K(w) DF(w) at the computed state.
class Solution final : public Curve
{
 public:
  explicit Solution(const Context &context)
      : flow_(Flow::build(context.parameters, context.flow.shared_space()))
  {
    if (context.keeps_mass && !flow_.conserves_mass())
      context.parameters.reject("geometry", "name", "the flows keep the mass, and this solution does not",
                                "a geometry that conserves the mass");
    if (flow_.forcing() != nullptr)
      context.parameters.reject("source", "formula", "a curve solves a flow that nothing drives",
                                "no source");
    EvolveOptions options = evolve_options(context.parameters);
    options.output_times = {0};
    for (const double t : context.times)
      if (t > 0 && t < context.end) options.output_times.push_back(t);
    options.output_times.push_back(context.end);
    const Trajectory trajectory = evolve(flow_.started_from(curve_ends(context).from), options);
    for (std::size_t n = 0; n < trajectory.times.size(); ++n)
      states_.emplace(trajectory.times[n], trajectory.states[n]);
  }
  Vector state(double t) const override
  {
    const auto found = states_.find(t);
    if (found == states_.end())
      throw std::logic_error("a solution is asked for at a time that was not announced");
    return found->second;
  }
  Vector rate(double t) const override
  {
    const Vector u = state(t);
    Vector force = u, v = u;
    flow_.energy().first_variation(u, force);
    flow_.geometry().onsager_apply(u, force, v);
    v *= -1;
    return v;
  }

 private:
  Flow flow_;
  std::map<double, Vector> states_;
};

const Register<Curve> registered(
    "solution",
    {"the solution of the limit flow from probes/from, or of another flow: settings = geometry/name = ..."},
    [](const Curve::Context &context) { return std::make_unique<Solution>(context); });
}  // namespace
}  // namespace gammaflow
