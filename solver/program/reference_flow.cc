#include <gammaflow/closed_forms/closed_form.h>
#include <gammaflow/program/reference_flow.h>
#include <gammaflow/program/table.h>
#include <gammaflow/time/evolve.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const unsigned highest_level = 7;
const double smallest_tolerance = 1e-14;
/// What two machines may differ in, in a number that sums up thousands of others.
const double round_off = 1e-10;

std::vector<NormError> errors_of(const RefinedEvolution &run)
{
  std::vector<NormError> result;
  const auto &fine = *run.fine;
  const Vector zero = fine.space->zero();
  for (const char *norm : {"L1", "L2", "Linf"}) {
    const auto distance = Registry<Distance>::make(norm, {fine.space, nullptr});
    const Measured error = estimated_error(run, *distance);
    for (std::size_t n = 1; n < fine.times.size(); ++n) {
      NormError entry;
      entry.norm = norm;
      entry.time = fine.times[n];
      entry.norm_of_state = distance->between(fine.states[n], zero);
      entry.space = error.delta_space[n];
      entry.in_time = error.delta_time[n];
      result.push_back(entry);
    }
  }
  return result;
}

/// The quantities of the evolution (or of the closed form, which is exact on this mesh) with their error
/// bars.
std::vector<Expected> expectations(const ReferenceFlow &reference)
{
  const RefinedEvolution &run = reference.run;
  auto values = quantities_of(*run.fine);
  const auto coarse = quantities_of(*run.coarse), loose = quantities_of(*run.loose);
  std::string origin = "refined here";
  if (!reference.closed_form.empty()) {
    const Flow flow = Flow::build(reference.parameters, run.fine->space);
    values = quantities_of(closed_form_trajectory(flow, run.fine->times));
    origin = "closed form";
  }
  std::vector<Expected> result;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Expected entry;
    entry.quantity = values[i];
    entry.origin = origin;
    entry.rel_tol = round_off;
    if (!std::isfinite(values[i].value)) continue;  // the balance of a flow that is not a gradient flow
    double bar = std::abs(values[i].value - loose[i].value);
    if (reference.closed_form.empty()) bar += std::abs(values[i].value - coarse[i].value);
    if (bar >= std::abs(values[i].value)) {  // zero, as far as can be told
      bar += std::abs(values[i].value) + round_off;
      entry.quantity.value = 0;
    }
    entry.quantity.abs_tol = bar;
    result.push_back(entry);
  }
  return result;
}
}  // namespace

ReferenceFlow compute_reference(const Parameters &parameters, double tolerance, Progress &progress)
{
  EvolutionCache cache(std::size_t(parameters.number("memory", "limit") * 0x1p19));
  std::string what;
  double done = 0;
  cache.on_compute = [&](const std::string &text) { what = text; };
  cache.on_progress = [&](double fraction) { progress.update(done + (1 - done) / 4 * fraction, what); };

  unsigned level = 1;
  double time_tolerance = std::min(parameters.number("time", "tolerance"), 0.1 * tolerance);
  for (;;) {
    ReferenceFlow reference{
        parameters, refined_evolution(cache, parameters, level, time_tolerance), {}, {}, ""};
    reference.errors = errors_of(reference.run);
    double space = 0, in_time = 0;
    for (const auto &error : reference.errors) {
      space = std::max(space, error.space / error.norm_of_state);
      in_time = std::max(in_time, error.in_time / error.norm_of_state);
    }
    progress.log("level " + std::to_string(level) + ", " +
                 std::to_string(reference.run.fine->space->n_global_nodes()) + " nodes, tolerance " +
                 Table::number(time_tolerance) + ": relative error " + Table::number(space, 2) +
                 " (space), " + Table::number(in_time, 2) + " (time)");
    if (space + in_time <= tolerance) {
      auto &p = reference.parameters;
      p.set("domain", "mesh refinements", std::to_string(p.integer("domain", "mesh refinements") + level),
            "reference");
      p.set("time", "tolerance", Table::number(time_tolerance, 17), "reference");
      const Flow flow = Flow::build(p, reference.run.fine->space);
      if (const auto form = find_closed_form(flow)) reference.closed_form = form->name();
      reference.expected = expectations(reference);
      return reference;
    }
    const bool refine_space = space > in_time;
    if (refine_space ? level == highest_level : time_tolerance <= smallest_tolerance)
      throw NumericalFailure("the relative error " + Table::number(tolerance) +
                             " cannot be reached: " + Table::number(space, 2) + " from space with " +
                             std::to_string(reference.run.fine->space->n_global_nodes()) + " nodes, " +
                             Table::number(in_time, 2) + " from time with tolerance " +
                             Table::number(time_tolerance));
    if (refine_space)
      ++level;
    else
      time_tolerance = std::max(smallest_tolerance, time_tolerance / 10);
    done = 0.5 * (1 + done);
  }
}

}  // namespace gammaflow
