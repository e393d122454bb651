// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/curves/unresolved.h>
#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/probes/probe_values.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
bool keeps_mass(const CasePlan &plan)
{
  return Registry<Geometry>::traits(plan.flow.text("geometry", "name")).conserves_mass ||
         Registry<Geometry>::traits(plan.limit.geometry).conserves_mass;
}
}  // namespace

double scale_of(const std::vector<ProbeValue> &values)
{
  for (auto value = values.rbegin(); value != values.rend(); ++value)
    if (value->failure.empty()) return value->limit;
  return std::nan("");
}

ProbeMeasurement::ProbeMeasurement(const CasePlan &plan, EvolutionCache &cache, const unsigned level)
    : plan_(plan), cache_(cache), accuracy_(plan.flow), level_(std::max(level, 1u))
{
}

const Flow &ProbeMeasurement::flow(const Parameters &parameters, const unsigned level)
{
  auto &known = flows_[evolution_key(parameters) + "#" + std::to_string(level)];
  if (!known) known = std::make_unique<const Flow>(Flow::build(parameters, cache_.space(parameters, level)));
  return *known;
}

ProbeMeasurement::OnMesh ProbeMeasurement::on_mesh(const ProbePlan &probe, const SweepStep &step,
                                                   const unsigned level, const unsigned panels,
                                                   const Recovered &recovered)
{
  const Parameters limit_parameters = plan_.limit_at(step), own = probe.parameters_at(plan_, step);
  const Flow &kernel_flow = flow(plan_.flow_at(step), level), &limit_flow = flow(limit_parameters, level);
  const double end = end_of_curves(own), solver = SolverOptions(plan_.flow).tolerance;
  const TimeRule rule = gauss_rule(end, panels, accuracy_.points);
  const auto curve_at = [&](double relative) {
    return Registry<Curve>::make(probe.curve,
                                 {own, limit_flow, end, relative, keeps_mass(plan_), rule.times});
  };
  const auto along = [&](const Flow &f, const Curve &curve) {
    return dissipation_along(f.energy(), f.geometry(), curve, end, rule, solver);
  };
  const auto limit_curve = curve_at(0);
  std::unique_ptr<Curve> own_curve;
  if (recovered)
    own_curve = recovered({kernel_flow, *limit_curve, step, end, panels, rule, &limit_flow});
  else if (probe.topology != Topology::constant)
    own_curve = curve_at(step.parameter / plan_.steps.front().parameter);
  const Curve &curve = own_curve ? *own_curve : *limit_curve;

  OnMesh result;
  const std::string key = probe.label + "#" + probe.settings + "#" + evolution_key(limit_parameters) + "#" +
                          std::to_string(level) + "#" + std::to_string(panels);
  const auto known = limits_.find(key);
  const DissipationAlong of_limit = known != limits_.end() ? known->second : along(limit_flow, *limit_curve);
  limits_[key] = of_limit;
  result.limit = of_limit.upper();
  result.along = along(kernel_flow, curve);
  const DissipationAlong here = own_curve ? along(limit_flow, curve) : of_limit;
  result.limit_here = here.upper();
  result.penalty = result.along.primal_upper - here.primal_upper;
  result.distance = 0;
  if (!own_curve) return result;
  std::vector<double> times = rule.times;
  times.push_back(end);
  for (const double t : times) {
    Vector difference = curve.state(t);
    difference -= limit_curve->state(t);
    const double distance = limit_flow.space().norm(difference);
    if (!std::isfinite(distance))
      throw NumericalFailure(probe.label + ", t = " + few_digits(t, 6) + ": a state is not finite");
    result.distance = std::max(result.distance, distance);
  }
  return result;
}

/// Whether R_e, which is finite on every mesh, may be infinite: what the kernel adds to it grows from mesh to
/// mesh by steps that do not get smaller. So it is for |f|_H^2 of a Matern kernel and f that is not in H: it
/// has a kink, or does not fit the walls. `noise`: what the steps have to exceed.
bool ProbeMeasurement::cost_grows(const ProbePlan &probe, const SweepStep &step, const unsigned level,
                                  const double fine, const double coarse, const double noise)
{
  constexpr double smallest_part = 1e-3, falls = 0.9;
  const bool may_refine = level < plan_.last_level || cache_.space(plan_.flow, level)->dim() == 1;
  if (!may_refine || !(fine - coarse > std::max(smallest_part * fine, 10 * noise)) || !std::isfinite(fine))
    return false;
  return on_mesh(probe, step, level + 1, 2, {}).penalty - fine >= falls * (fine - coarse);
}

ProbeValue ProbeMeasurement::value(const ProbePlan &probe, const SweepStep &step, const unsigned level,
                                   const Recovered &recovered)
{
  ProbeValue value;
  value.parameter = step.parameter;
  value.level = level;
  const OnMesh fine = on_mesh(probe, step, level, 2, recovered),
               coarse = on_mesh(probe, step, level - 1, 2, recovered),
               loose = on_mesh(probe, step, level, 1, recovered);
  value.along = fine.along;
  value.limit = fine.limit;
  value.limit_here = fine.limit_here;
  value.distance = fine.distance;
  value.distance_delta = std::abs(fine.distance - coarse.distance) + std::abs(fine.distance - loose.distance);
  const auto gap = [](const OnMesh &m) { return m.along.lower() - m.limit; };
  value.delta_space = std::abs(gap(fine) - gap(coarse));
  value.delta_time = std::abs(gap(fine) - gap(loose));
  value.delta_solver = SolverOptions(plan_.flow).tolerance * std::abs(fine.along.near());
  value.limit_delta = std::abs(fine.limit - coarse.limit) + std::abs(fine.limit - loose.limit);
  if (fine.along.infinite()) value.delta_space = value.delta_time = value.delta_solver = 0;
  if (!recovered && cost_grows(probe, step, level, fine.penalty, coarse.penalty,
                               std::abs(fine.penalty - loose.penalty) + value.delta_solver))
    value.along.primal_upper = std::numeric_limits<double>::infinity();
  check_balance(fine.along, value.delta() + value.limit_delta, probe.label);
  return value;
}

std::vector<ProbeValue> ProbeMeasurement::values(const ProbePlan &probe, const Recovered &recovered)
{
  std::vector<ProbeValue> values;
  unsigned level = level_;
  for (const SweepStep &step : plan_.steps) {
    while (true) {
      ProbeValue next;
      next.parameter = step.parameter;
      next.level = level;
      const bool last = level >= std::max(plan_.last_level, level_);
      bool finer = false;
      try {
        next = value(probe, step, level, recovered);
        const double scale = std::max(std::abs(next.limit), 1e-300);
        finer = !last && !(next.delta_space <= accuracy_.budget * scale);
      } catch (const UnresolvedCurve &failure) {
        next.failure = failure.what();
        finer = !last;
      } catch (const BrokenInequality &) {
        throw;
      } catch (const NumericalFailure &failure) {
        next.failure = failure.what();
      }
      if (!finer) {
        values.push_back(std::move(next));
        break;
      }
      ++level;
    }
  }
  return values;
}

}  // namespace gammaflow
