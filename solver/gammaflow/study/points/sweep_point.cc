// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/registry.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/study/references/pointwise_distance.h>
#include <gammaflow/time/evolve/adaptivity.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

namespace gammaflow
{
namespace
{
bool both_conserve_mass(const CasePlan &plan)
{
  return Registry<Geometry>::traits(plan.flow.text("geometry", "name")).conserves_mass &&
         Registry<Geometry>::traits(plan.limit.geometry).conserves_mass;
}

bool positive_states(const CasePlan &plan)
{
  const auto positive = [](const Parameters &p, const std::string &geometry) {
    return Registry<Geometry>::traits(geometry).domain == StateDomain::positive ||
           Registry<Energy>::traits(p.text("energy", "name")).domain == StateDomain::positive;
  };
  return positive(plan.flow, plan.flow.text("geometry", "name")) &&
         positive(plan.limit_at(plan.steps.front()), plan.limit.geometry);
}

/// Why a distance cannot be measured between the flows of this case; empty if it can.
std::string obstacle(const CasePlan &plan, const Space &space, const Distance::Traits &traits)
{
  if (traits.needs_1d && (space.dim() > 1 || space.periodic(0)))
    return "is there in one dimension with no-flux walls only";
  if (traits.needs_positive && !positive_states(plan)) return "needs positive densities";
  if (traits.needs_equal_mass && !both_conserve_mass(plan)) return "needs flows that conserve the mass";
  if (traits.needs_intrinsic_kernel &&
      !make_kernel(plan.flow, "energy kernel", space.dim())->intrinsic())  // of make_distance()
    return "needs a kernel that is a function of the Laplacian";
  return "";
}

}  // namespace

std::string judged_distance(const CasePlan &plan)
{
  return plan.distance != "auto" ? plan.distance : positive_states(plan) ? "Hellinger" : "L2";
}

std::shared_ptr<const Distance> make_distance(const CasePlan &plan, const std::string &name,
                                              std::shared_ptr<const Space> space)
{
  Distance::Context context{space, nullptr};
  if (Registry<Distance>::traits(name)
          .needs_kernel) {  // the kernel of the file, not of the sweep point: one metric for the whole sweep
    const bool same = plan.flow.flag("energy kernel", "same as geometry");
    context.kernel = make_kernel_operator(plan.flow, same ? "kernel" : "energy kernel", space);
  }
  return Registry<Distance>::make(name, context);
}

namespace
{
/// Made once as long as the mesh is the same.
DistanceOn distance_on(const CasePlan &plan, const std::string &name)
{
  struct Known {
    std::shared_ptr<const Space> space;
    std::shared_ptr<const Distance> distance;
  };
  return [&plan, name, known = std::make_shared<Known>()](const auto &space) -> const Distance & {
    if (known->space != space) *known = {space, make_distance(plan, name, space)};
    return *known->distance;
  };
}

}  // namespace

Measured measure_judged_distance(const CasePlan &plan, const RefinedEvolution &a, const RefinedEvolution &b)
{
  const std::string name = judged_distance(plan);
  return measure_distance(a, b, distance_on(plan, name), Registry<Distance>::traits(name).metric_power);
}

double state_bar(const CasePlan &plan, const RefinedEvolution &run)
{
  const std::string name = judged_distance(plan);
  const double power = Registry<Distance>::traits(name).metric_power;
  const Measured error = estimated_error(run, distance_on(plan, name));
  return largest_of(error.value.size(), [&](std::size_t i) {
    return std::pow(triangle_error_bar(0, error.delta_space[i], error.delta_time[i], power), power);
  });
}

namespace
{
/// The largest delta / value of the judged quantities, and whether the mesh or the time step is to blame.
struct Worst {
  double ratio = 0;
  bool space = true;
  std::string quantity;
};

Worst worst_of(const SweepPoint &point)
{
  Worst worst;
  const auto consider = [&](const std::string &name, const Measured &m) {
    if (m.value.empty()) return;
    const double ratio = m.sup() > 0 ? m.sup_delta() / m.sup() : std::numeric_limits<double>::infinity();
    if (worst.quantity.empty() || ratio > worst.ratio)
      worst = {ratio, m.sup_delta_space() >= m.sup_delta_time(), name};
  };
  consider(point.judged_distance + " distance", point.distances.at(point.judged_distance));
  consider("energy difference", point.energy);
  consider("dissipation difference", point.primal_dissipation);
  consider("dual dissipation difference", point.dual_dissipation);
  return worst;
}

bool equality_decided(const CasePlan &plan, const SweepPoint &point)
{
  const Measured &m = point.distances.at(point.judged_distance);
  return m.sup() + m.sup_delta() <= plan.equality_tolerance ||
         m.sup() - m.sup_delta() > plan.equality_tolerance;
}

/// With the error bars of the states.
SweepPoint finished(const CasePlan &plan, SweepPoint point)
{
  point.flow_bar = state_bar(plan, point.flow);
  point.limit_bar = state_bar(plan, point.limit);
  return point;
}

SweepPoint measure_once(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance,
                        EvolutionCache &cache)
{
  SweepPoint point;
  point.step = step;
  point.level = level;
  point.tolerance = tolerance;
  point.judged_distance = judged_distance(plan);
  const Parameters flow = plan.flow_at(step), limit = plan.limit_at(step);
  auto requests = requests_of(flow, level, tolerance, limit);
  for (auto &request : requests_of(limit, level, tolerance, limit)) requests.push_back(std::move(request));
  cache.prepare(requests);
  point.flow = refined_evolution(cache, flow, level, tolerance, limit);
  point.limit = refined_evolution(cache, limit, level, tolerance, limit);
  add_finer(cache, point.flow, point.limit, limit);

  for (const auto &name : applicable_distances(plan, *point.flow.fine->space))
    point.distances[name] = measure_distance(point.flow, point.limit, distance_on(plan, name),
                                             Registry<Distance>::traits(name).metric_power);
  point.energy = measure_difference(point.flow, point.limit, [](const LedgerRow &row) { return row.energy; });
  if (point.flow.fine->gradient_structure && point.limit.fine->gradient_structure) {
    point.primal_dissipation = measure_difference(point.flow, point.limit,
                                                  [](const LedgerRow &row) { return row.primal_dissipated; });
    point.dual_dissipation =
        measure_difference(point.flow, point.limit, [](const LedgerRow &row) { return row.dual_dissipated; });
  }
  return point;
}

/// Bytes of the evolutions of one point on the next level.
double estimated_bytes(const CasePlan &plan, const SweepPoint &point, EvolutionCache &cache)
{
  return 0x1p20 *
         memory_of_point(double(point.flow.fine->times.size()), point.level + 1,
                         [&](unsigned level) { return cache.nodes(plan.limit_at(point.step), level); });
}
}  // namespace

std::vector<std::string> applicable_distances(const CasePlan &plan, const Space &space)
{
  std::vector<std::string> result;
  const std::string judged = judged_distance(plan);
  for (const auto &[name, entry] : Registry<Distance>::entries()) {
    const bool asked = std::count(plan.distances.begin(), plan.distances.end(), name) > 0;
    std::string why = obstacle(plan, space, entry.traits);
    if (entry.traits.needs_kernel &&
        !Registry<Geometry>::traits(plan.flow.text("geometry", "name")).needs_kernel &&
        !Registry<Energy>::traits(plan.flow.text("energy", "name")).needs_kernel)
      why = "needs a kernel";
    if (!why.empty() && name == judged) plan.flow.reject("limit", "distance", "'" + name + "' " + why);
    if (!why.empty() && asked) plan.flow.reject("accuracy", "distances", "'" + name + "' " + why);
    if (why.empty() && (plan.all_distances || asked || name == judged)) result.push_back(name);
  }
  const auto known = Registry<Distance>::names();
  for (const auto &name : plan.distances)
    if (std::count(known.begin(), known.end(), name) == 0)
      plan.flow.reject("accuracy", "distances",
                       "there is no distance '" + name + "'" + did_you_mean(name, known),
                       boost::join(known, ", "));
  if (std::count(known.begin(), known.end(), judged) == 0)
    plan.flow.reject("limit", "distance", "there is no such distance" + did_you_mean(judged, known),
                     "auto, " + boost::join(known, ", "));
  return result;
}

namespace
{
constexpr double accuracy_of_formulas = 1e-6;

/// Where meshes follow the state they are refined where a coarse one shows something: it is to show all.
bool possible_for_formulas(const CasePlan &plan, const Parameters &p, unsigned level)
{
  if (adaptive(plan.flow)) return level <= plan.first_level;
  constexpr double bytes_per_node = 8 * 120;
  return level <= plan.last_level &&
         double(estimate_nodes(p, level)) * bytes_per_node <= double(plan.memory_bytes);
}

/// The level that shows what formulas in u are between the values of the states.
unsigned level_for_values_of(const CasePlan &plan, const SweepPoint &point, EvolutionCache &cache)
{
  unsigned level = point.level;
  if (adaptive(plan.flow)) return level;
  for (const RefinedEvolution *run : {&point.flow, &point.limit})
    level = first_level_seeing_range(
        run->flow, level, accuracy_of_formulas, range_of(*run->fine),
        [&](unsigned l) { return cache.space(run->flow, l); },
        [&](unsigned l) { return possible_for_formulas(plan, run->flow, l); });
  return level;
}
}  // namespace

SweepPoint measure_point(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance,
                         EvolutionCache &cache)
{
  constexpr double tightest = 1e-13;
  double previous = std::numeric_limits<double>::infinity();
  unsigned stagnant = 0;
  std::optional<SweepPoint> reached;  // without the budget
  while (true) {
    SweepPoint point;
    try {
      point = measure_once(plan, step, level, tolerance, cache);
    } catch (const NumericalFailure &failure) {
      if (!reached) throw;
      reached->note += "; refined to level " + std::to_string(level) + " and tolerance " +
                       few_digits(tolerance) + ", it cannot be solved: " + failure.what();
      return finished(plan, *reached);
    }
    const Worst worst = worst_of(point);
    point.resolved = plan.equality ? equality_decided(plan, point) : worst.ratio <= plan.budget;
    const unsigned showing = point.resolved ? level_for_values_of(plan, point, cache) : level;
    if (point.resolved && showing == level) return finished(plan, std::move(point));
    if (showing > level) {
      level = showing;
      continue;
    }

    stagnant = worst.ratio > 0.7 * previous ? stagnant + 1 : 0;
    previous = worst.ratio;
    std::ostringstream why;
    why.precision(3);
    if (std::isfinite(worst.ratio))
      why << "the error bar of the " << worst.quantity << " is " << worst.ratio
          << " of its value, more than the budget " << plan.budget << "; ";
    else
      why << "the " << worst.quantity << " is 0, and its error bar is not; ";
    if (stagnant >= 2)
      why << "refining does not help any more (round-off, or a state that is not smooth)";
    else if (worst.space && level >= plan.last_level)
      why << "the mesh has reached the last level " << plan.last_level << " (accuracy/refinements)";
    else if (worst.space && !cache.room_for(estimated_bytes(plan, point, cache), double(plan.memory_bytes)))
      why << "the next level would need " << std::lround(estimated_bytes(plan, point, cache) / 1048576.)
          << " MiB, more than memory/limit";
    else if (!worst.space && tolerance <= tightest)
      why << "the time tolerance has reached " << tightest;
    else {
      if (worst.space)
        ++level;
      else
        tolerance = std::max(tightest, tolerance / 30);
      point.note = why.str() + "more would have been allowed";
      reached = std::move(point);
      continue;
    }
    point.note = why.str();
    return finished(plan, std::move(point));
  }
}

namespace
{
/// The first level that resolves the kernel of a section.
unsigned level_resolving(const CasePlan &plan, const Parameters &flow, const std::string &section,
                         const Space &level_zero)
{
  const double resolved = smallest_resolved_bandwidth(flow, section, level_zero);
  const std::string from = kernel_section(flow, section);
  const double bandwidth = flow.number(from, "bandwidth");
  for (unsigned level = plan.first_level; level <= plan.last_level; ++level)
    if (std::ldexp(resolved, -int(level - 1)) <= bandwidth) return level;
  std::ostringstream why, allowed;
  why << "the bandwidth " << bandwidth << " is not resolved: on the finest allowed mesh (level "
      << plan.last_level << ", error bar from level " << plan.last_level - 1 << ") the smallest is "
      << std::ldexp(resolved, -int(plan.last_level - 1));
  allowed << "domain/cells at least "
          << std::ceil(std::ldexp(resolved, -int(plan.last_level - 1)) / bandwidth)
          << " times as many, or accuracy/refinements more, or larger bandwidths";
  const bool swept =
      from == "kernel" ? moves_kernel(plan.sweep_parameter) : moves_energy_kernel(plan.sweep_parameter);
  flow.reject(swept ? "sweep" : from, swept ? "values" : "bandwidth", why.str(), allowed.str());
}
}  // namespace

unsigned first_resolving_level(const CasePlan &plan, const SweepStep &step, const Space &level_zero)
{
  const Parameters flow = plan.flow_at(step);
  unsigned level = plan.first_level;
  if (Registry<Geometry>::traits(flow.text("geometry", "name")).needs_kernel)
    level = std::max(level, level_resolving(plan, flow, "kernel", level_zero));
  const Energy::Traits &energy = Registry<Energy>::traits(flow.text("energy", "name"));
  if (!energy.limits.empty())
    level = std::max(level, level_resolving(plan, flow, "energy kernel", level_zero));
  return level;
}

unsigned first_seeing_level(const CasePlan &plan)
{
  unsigned level = plan.first_level;
  const SweepStep &step = plan.steps.front();
  for (const Parameters &p : {plan.flow_at(step), plan.limit_at(step)})
    level = first_seeing_level(
        p, level, accuracy_of_formulas, [&](unsigned l) { return make_space(p, l); },
        [&](unsigned l) { return possible_for_formulas(plan, p, l); });
  return level;
}

}  // namespace gammaflow
