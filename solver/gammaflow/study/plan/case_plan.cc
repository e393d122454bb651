// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/kernels/finite_rank.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/numbered_sections.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/study/plan/data_family.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <sstream>

namespace gammaflow
{
namespace
{
using dealii::ParameterHandler;
namespace Patterns = dealii::Patterns;

constexpr unsigned most_cases = 32;
constexpr double largest_time_tolerance = 0.01;  ///< a tenth of what time/tolerance allows

const DeclareParameters study("study", [](ParameterHandler &prm) {
  prm.declare_entry("name", "study", Patterns::Anything(),
                    "A short name: of the report, and of the output directory.");
  prm.declare_entry("description", "", Patterns::Anything(),
                    "What the study shows, in a sentence or a paragraph.");
});

const DeclareParameters accuracy("accuracy", [](ParameterHandler &prm) {
  prm.declare_entry(
      "budget", "0.05", Number(1e-6, 0.5),
      "Largest error bar of a distance, relative to the distance: the study refines until it is met.");
  prm.declare_entry(
      "first level", "1", Patterns::Integer(1, 12),
      "Refinements of the mesh of `domain` that the first computation has. The error bar needs the "
      "next coarser mesh too.");
  prm.declare_entry("refinements", "3", Patterns::Integer(0, 10),
                    "How many more a point may take before it gives up.");
  prm.declare_entry(
      "distances", "all", Patterns::Anything(),
      "Which distances are measured, comma-separated; all: those that make sense for the two flows.");
});

const DeclareNumbered declared_cases("case", most_cases, [](ParameterHandler &prm) {
  prm.declare_entry("name", "", Patterns::Anything(), "Name of the case; empty: there is no such case.");
  prm.declare_entry("settings", "", Patterns::Anything(),
                    "What the case sets on top of the file: \"section/key = value; section/key = value\".");
});

/// Studies hold kernels against limits of theirs.
void refuse_finite_rank(const Parameters &p)
{
  if (is_of_finite_rank(p, "kernel") && Registry<Geometry>::traits(p.text("geometry", "name")).needs_kernel)
    p.reject(
        "kernel", "name", "is of finite rank, and has no limit that a study could measure",
        "a kernel of |x - y| or an intrinsic one; or the commands run and reference, which compute its flow");
}

CasePlan plan_case(const std::string &name, const std::string &settings, const Parameters &p)
{
  refuse_finite_rank(p);
  CasePlan plan;
  plan.name = name;
  plan.settings = settings;
  plan.flow = with_comparison_times(p);
  plan.times_between = times_between(p);
  plan.equality = p.text("limit", "mode") == "equality";
  plan.sweep_parameter = p.text("sweep", "parameter");
  plan.limit = claimed_limit(p);
  plan.declared = declared_limit(p);
  plan.order_named = p.text("limit", "order") != "auto";
  plan.energy_order = order_or(p, "order of energies", plan.limit.order);
  plan.order_tolerance = p.number("limit", "order tolerance");
  plan.steps = sweep_steps(p);
  plan.expected = p.text("limit", "expected") == "refuted" ? Verdict::refuted : Verdict::confirmed;
  plan.budget = p.number("accuracy", "budget");
  plan.equality_tolerance = p.number("limit", "tolerance");
  plan.first_level = p.integer("accuracy", "first level");
  plan.last_level = plan.first_level + p.integer("accuracy", "refinements");
  plan.memory_bytes = std::size_t(p.number("memory", "limit") * 1024 * 1024);
  plan.distance = p.text("limit", "distance");
  plan.all_distances = p.text("accuracy", "distances") == "all";
  if (!plan.all_distances) plan.distances = p.list("accuracy", "distances");
  if (!plan.equality && plan.steps.size() < 3)
    p.reject("sweep", p.list("sweep", "values").empty() ? "points" : "values",
             "an order cannot be seen from " + std::to_string(plan.steps.size()) +
                 (plan.steps.size() == 1 ? " point" : " points"),
             "at least 3 points, better 5");
  if (p.number("time", "tolerance") > largest_time_tolerance)
    p.reject("time", "tolerance",
             "a study estimates the error from a run with ten times this tolerance, and that is too loose",
             "1e-14 ... " + few_digits(largest_time_tolerance));
  for (const Parameters &q : {p, plan.limit_at(plan.steps.front())})  // whose settings are checked, too
    if (!describes_flow(q)) q.reject("geodesic", "geometry", "a study compares gradient flows", "none");
  return plan;
}
}  // namespace

Parameters CasePlan::flow_at(const SweepStep &step) const
{
  Parameters p = flow;
  set_step(p, sweep_parameter, step);
  return p;
}

Parameters CasePlan::limit_at(const SweepStep &step) const
{
  Parameters p = flow_at(step);
  if (DeclareVelocities::of(p.text("geometry", "name")) && p.text("domain", "shape") == "mesh")
    p.set("geometry", "gradients", "staggered");
  p.set("geometry", "name", limit.geometry, "limit");
  p.assign_all(limit.settings,
               (p.file_name().empty() ? "" : p.file_name() + ": ") + "section 'limit', key 'settings'");
  return p;
}

std::string CasePlan::description() const
{
  std::ostringstream out;
  out << name << ": " << flow.text("energy", "name") << " in " << flow.text("geometry", "name")
      << (equality ? " = " : " -> ") << with_settings(limit.geometry, limit.settings);
  if (sweep_parameter != "none")
    out << ", " << sweep_parameter << " from " << steps.front().parameter << " to " << steps.back().parameter
        << " in " << steps.size() << " points";
  if (!equality) out << ", predicted order " << limit.order;
  out << ", expected: " << to_string(expected);
  return out.str();
}

namespace
{
/// The case as it stands or, where the study names a family of data, with each of them.
void add_plans(const std::string &name, const std::string &settings, const Parameters &p,
               std::vector<CasePlan> &plans)
{
  const std::vector<Datum> family = data_family(p);
  if (family.empty()) plans.push_back(plan_case(name, settings, p));
  for (const Datum &datum : family) {
    Parameters with = p;
    with.assign_all(datum.settings, p.file_name() + ": settings of the datum '" + datum.name + "'");
    check_settings(datum, p, with);
    plans.push_back(
        plan_case(name_with(name, datum), settings + (settings.empty() ? "" : "; ") + datum.settings, with));
    plans.back().of_case = name;
    plans.back().datum = datum.name;
  }
}

/// Those of plans, which may be made of the name of a case and that of a datum.
void require_distinct_names(const Parameters &parameters, const std::vector<CasePlan> &plans)
{
  std::set<std::string> names;
  for (const auto &plan : plans)
    if (!names.insert(plan.name).second)
      parameters.reject("datum 1", "name", "two cases with their data have the name '" + plan.name + "'",
                        "names of cases and data that differ when they are joined");
}
}  // namespace

std::vector<CasePlan> plan_cases(const Parameters &parameters)
{
  std::vector<CasePlan> plans;
  std::set<std::string> names;
  for (unsigned i = 1; i <= most_cases; ++i) {
    const std::string section = numbered_section("case", i);
    const std::string name = parameters.text(section, "name"),
                      settings = parameters.text(section, "settings");
    if (name.empty() && settings.empty()) continue;
    if (name.empty()) parameters.reject(section, "name", "a case with settings needs a name", "any text");
    if (!names.insert(name).second)
      parameters.reject(section, "name", "two cases have this name", "distinct names");
    Parameters p = parameters;
    p.assign_all(settings, parameters.file_name() + ": section '" + section + "' ('" + name + "')");
    add_plans(name, settings, p, plans);
  }
  if (plans.empty()) add_plans(parameters.text("study", "name"), "", parameters, plans);
  require_distinct_names(parameters, plans);
  return plans;
}

}  // namespace gammaflow
