// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/solver_tolerance.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <deal.II/base/parameter_handler.h>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("time", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("end", "1", Number::above(0), "The flow is computed from 0 to this time.");
  prm.declare_entry(
      "outputs", "10", Patterns::Anything(),
      "The times at which states are kept and compared: a whole number of equal intervals, or a "
      "comma-separated list of ascending times in (0, end]. 0 and `end` always belong to them. "
      "(A single time in the middle: give it together with `end`.)");
  prm.declare_entry(
      "tolerance", "1e-8", Number(1e-14, 0.1),
      "Of the error of each time step: absolute and relative in log u for positive densities, relative to "
      "the largest value of the state for signed fields, and in the dissipated energies as fractions of the "
      "energy that the flow can lose. The error of the result is proportional to it.");
  prm.declare_entry(
      "integrator", "auto", Patterns::Selection("auto|" + Registry<OneStepMethod>::selection()),
      "dopri5 (order 5), fehlberg78 (order 8): explicit, where the Onsager operator is bounded "
      "(Fisher-Rao and its kernel approximations, kernel L2); differential operators allow them "
      "with the short steps that their stability asks for. rkc (Runge-Kutta-Chebyshev, order 2): "
      "explicit, with as many stages as a step needs to be stable; for differential operators on coarse "
      "meshes of high degree and accuracies of a few digits often the fastest. sdirk2, sdirk4, kvaerno5 "
      "(orders 2, 4, "
      "5): implicit, for geometries that are given by their metric (L2, MMD, ridge MMD) and "
      "differential operators (Wasserstein, Hellinger-Kantorovich, H-1, energies with gradients); "
      "kvaerno5 needs a metric with a bounded inverse (not MMD). "
      "auto: fehlberg78 where the rate is bounded; for differential operators rkc while it needs fewer "
      "evaluations than an implicit step costs, else kvaerno5 (kvaerno5 alone where something drives the "
      "flow, "
      "and in references and studies); sdirk4 elsewhere.");
});

std::vector<double> output_times(const Parameters &parameters)
{
  const double end = parameters.number("time", "end");
  std::vector<double> times = {0};
  const std::string text = parameters.text("time", "outputs");
  if (text.find_first_not_of("0123456789 ") == std::string::npos) {
    const double given = parameters.number("time", "outputs");
    const long count = long(given);
    if (!(given >= 1) || !(given <= 100000))
      parameters.reject("time", "outputs", "is not a number of intervals",
                        "1 ... 100000, or a list of times");
    for (long i = 1; i < count; ++i) times.push_back(end * double(i) / double(count));
  } else
    for (const double time : parameters.numbers("time", "outputs")) {
      if (!(time > times.back()) || !(time <= end))
        parameters.reject(
            "time", "outputs", "is not an ascending list of times in (0, end]",
            "a whole number of intervals, or ascending times up to " + parameters.text("time", "end"));
      if (time < end) times.push_back(time);
    }
  times.push_back(end);
  return times;
}
}  // namespace

EvolveOptions evolve_options(const Parameters &parameters)
{
  EvolveOptions options;
  options.output_times = output_times(parameters);
  options.tolerance = parameters.number("time", "tolerance");
  options.integrator = parameters.text("time", "integrator");
  options.solver_tolerance = solver_tolerance(parameters);
  options.solver_iterations = unsigned(parameters.integer("solver", "iterations"));
  return options;
}

}  // namespace gammaflow
