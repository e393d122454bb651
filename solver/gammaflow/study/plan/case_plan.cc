// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/numbered_sections.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/comparison_times.h>
#include <gammaflow/study/plan/data_family.h>
#include <gammaflow/study/plan/descending.h>
#include <gammaflow/study/plan/path_limit.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/function_parser.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <sstream>

namespace gammaflow
{
bool moves_kernel(const std::string &parameter)
{
  return parameter == "bandwidth" || parameter == "bandwidths" || parameter == "path" ||
         parameter == grid_of_both;
}
bool moves_energy_kernel(const std::string &parameter)
{
  return parameter == "energy bandwidth" || parameter == "bandwidths";
}

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

const DeclareParameters sweep("sweep", [](ParameterHandler &prm) {
  prm.declare_entry("parameter", "none",
                    Patterns::Selection("none|bandwidth|energy bandwidth|bandwidths|ridge|path"),
                    "What goes to zero: kernel/bandwidth (sigma), of the geometry and, while it is the `same "
                    "as geometry`, of "
                    "the energy; energy bandwidth: that of an energy kernel of its own; bandwidths: both, in "
                    "the ratio that "
                    "they have in the file (the value is kernel/bandwidth); geometry/ridge (lambda); path: "
                    "sigma with lambda = "
                    "`ridge formula` of sigma. none: a single comparison.");
  prm.declare_entry("values", "", Patterns::Anything(),
                    "The values, comma-separated; empty: from, to, points.");
  prm.declare_entry("from", "0.2", Number::above(0), "Largest value of a geometric ladder.");
  prm.declare_entry("to", "0.0125", Number::above(0), "Smallest value of the ladder.");
  prm.declare_entry("points", "5", Patterns::Integer(1, 64), "Number of values of the ladder.");
  prm.declare_entry("ridge formula", "sigma^2", Patterns::Anything(),
                    "lambda as a formula in sigma (and domain/constants), for `path`.");
});

const DeclareParameters limit("limit", [](ParameterHandler &prm) {
  prm.declare_entry(
      "geometry", "auto", Patterns::Anything(),
      "The geometry of the expected limit flow; auto: the one that the geometry itself declares for the "
      "sweep parameter (see `gammaflow list geometries`).");
  prm.declare_entry(
      "settings", "", Patterns::Anything(),
      "What else is different in the limit flow: \"section/key = value; section/key = value\".");
  prm.declare_entry("order", "auto", Patterns::Anything(),
                    "The expected order in the sweep parameter; auto: the declared one.");
  prm.declare_entry(
      "order of energies", "auto", Patterns::Anything(),
      "The expected order of energies and dissipations where it is not that of the solutions (an "
      "error in a thin layer counts less in an integral than in a norm); auto: as `order`.");
  prm.declare_entry("order tolerance", "0.15", Number(0, 0.5),
                    "How far an observed order may be from the expected one and still confirm it; where the "
                    "uncertainty of the fit is smaller than the difference, the certificate says so.");
  prm.declare_entry("expected", "confirmed", Patterns::Selection("confirmed|refuted"),
                    "The verdict that this study is there to show; the program exits with 1 for the "
                    "opposite, with 3 where nothing is established.");
  prm.declare_entry("distance", "auto", Patterns::Anything(),
                    "The distance that claim 1 is judged by; auto: Hellinger for densities, L2 for fields.");
  prm.declare_entry(
      "mode", "convergence", Patterns::Selection("convergence|equality"),
      "convergence: the distance goes to zero with the sweep parameter; equality: it is zero, to "
      "`tolerance`, at every point.");
  prm.declare_entry("tolerance", "1e-8", Number(0), "What counts as equal in mode `equality`.");
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

std::vector<double> sweep_values(const Parameters &p)
{
  if (p.text("sweep", "parameter") == "none") return {0.};
  std::vector<double> values = p.numbers("sweep", "values");
  if (values.empty()) {
    const double from = p.number("sweep", "from"), to = p.number("sweep", "to");
    const long points = p.integer("sweep", "points");
    if (!(from > 0) || !(to > 0) || from < to)
      p.reject("sweep", "to", "the ladder goes down from `from` to `to`", "0 < to <= from");
    for (long i = 0; i < points; ++i)
      values.push_back(points == 1 ? from : from * std::pow(to / from, double(i) / (points - 1)));
  }
  return descending(std::move(values), p, "sweep", "values");
}

/// lambda(sigma) of a path.
double ridge_on_path(const Parameters &p, double sigma)
{
  const double ridge = formula_in("sigma", p, "sweep", "ridge formula")(sigma);
  if (!(ridge > 0) || !std::isfinite(ridge)) {
    std::ostringstream why;
    why << "is " << ridge << " at sigma = " << sigma;
    p.reject("sweep", "ridge formula", why.str(), "a formula that is positive and finite");
  }
  return ridge;
}

/// The energy has a kernel, and its bandwidth is swept.
bool energy_moves(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter");
  if (!Registry<Energy>::traits(p.text("energy", "name")).needs_kernel) return false;
  return p.flag("energy kernel", "same as geometry") ? moves_kernel(parameter)
                                                     : moves_energy_kernel(parameter);
}
/// The geometry has a kernel or a ridge, which is swept.
bool geometry_moves(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter");
  return parameter == "ridge" ||
         (moves_kernel(parameter) && Registry<Geometry>::traits(p.text("geometry", "name")).needs_kernel);
}

std::vector<SweepStep> sweep_steps(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter");
  std::vector<SweepStep> steps;
  for (const double value : sweep_values(p)) {
    SweepStep step;
    step.parameter = value;
    step.bandwidth = moves_kernel(parameter) ? value : p.number("kernel", "bandwidth");
    step.energy_bandwidth = parameter == "energy bandwidth" ? value
                            : parameter == "bandwidths"     ? value * p.number("energy kernel", "bandwidth") /
                                                              p.number("kernel", "bandwidth")
                                                        : p.number("energy kernel", "bandwidth");
    step.ridge = parameter == "ridge"  ? value
                 : parameter == "path" ? ridge_on_path(p, value)
                                       : p.number("geometry", "ridge");
    steps.push_back(step);
  }
  return steps;
}

bool depends_on_ridge(const std::string &geometry)
{
  if (boost::contains(geometry, "saturating-mobility")) return true;
  const auto &limits = Registry<Geometry>::traits(geometry).limits;
  return std::any_of(limits.begin(), limits.end(), [](const auto &l) { return l.parameter == "ridge"; });
}

/// limit/`key`, or what stands for `auto`.
double order_or(const Parameters &p, const std::string &key, double automatic)
{
  if (p.text("limit", key) == "auto") return automatic;
  const double order = p.number("limit", key);
  if (!(order > 0) || !std::isfinite(order))
    p.reject("limit", key, "is not an order of convergence", "auto, or a number > 0");
  return order;
}

/// What the geometry declares for this sweep, if it applies: on a path, with the order in sigma (not a number
/// where there is none), and only where the ridge vanishes. A geometry that is not swept stays as it is.
std::optional<LimitDeclaration> declared_by_geometry(const Parameters &p)
{
  const std::string parameter = p.text("sweep", "parameter"), geometry = p.text("geometry", "name");
  if (!geometry_moves(p)) {
    if (!energy_moves(p)) return {};
    return LimitDeclaration{parameter, geometry, "", std::numeric_limits<double>::infinity(), ""};
  }
  const auto &limits = Registry<Geometry>::traits(geometry).limits;
  const auto declared = std::find_if(limits.begin(), limits.end(), [&](const auto &l) {
    return l.parameter == (parameter == "bandwidths" ? "bandwidth" : parameter);
  });
  if (declared == limits.end()) return {};
  LimitDeclaration result = *declared;
  if (parameter != "path") return result;
  const PathLimit path = path_limit(p, sweep_values(p).back());
  if (!path.vanishes()) return {};
  result.order = path.exponent ? result.order * *path.exponent : std::nan("");
  return result;
}

/// Adds what the energy declares: its settings, its conditions, and the lower of both orders.
void add_declared_by_energy(const Parameters &p, LimitDeclaration &to)
{
  if (!energy_moves(p)) return;
  const auto &limits = Registry<Energy>::traits(p.text("energy", "name")).limits;
  if (limits.empty()) return;
  const EnergyLimit &of = limits.front();
  const auto append = [](std::string &list, const std::string &text, const char *separator) {
    if (!text.empty()) list += (list.empty() ? "" : separator) + text;
  };
  append(to.settings, "energy/name = " + of.energy, "; ");
  append(to.settings, of.settings, "; ");
  append(to.note, of.note, "; ");
  if (to.order > of.order) to.order = of.order;  // not a number: there is none
  for (const auto &condition : of.conditions) to.conditions.push_back(condition + of_energy);
}

std::optional<LimitDeclaration> declared_limit(const Parameters &p)
{
  auto declared = declared_by_geometry(p);
  if (!declared) return {};
  add_declared_by_energy(p, *declared);
  if (!std::isfinite(declared->order) && !std::isnan(declared->order))
    return {};  // an energy that declares none
  return declared;
}

[[noreturn]] void reject_without_declared_limit(const Parameters &p)
{
  const std::string geometry = p.text("geometry", "name"), parameter = p.text("sweep", "parameter");
  if (parameter == "path" && depends_on_ridge(geometry)) {
    const PathLimit path = path_limit(p, sweep_values(p).back());
    if (!path.vanishes())
      p.reject(
          "sweep", "ridge formula",
          "lambda goes to " + few_digits(path.ridge) +
              ", not to 0, as sigma goes to 0: the limit that the geometry declares for a vanishing ridge "
              "is not that of this path",
          "a formula that is 0 at sigma = 0, or the name of another limit (limit/geometry, limit/order)");
  }
  p.reject("limit", "geometry",
           "the geometry '" + geometry + "'" +
               (energy_moves(p) ? " with the energy '" + p.text("energy", "name") + "'" : "") +
               " declares no limit for the sweep parameter '" + parameter + "'",
           "the name of the expected limit geometry");
}

LimitDeclaration expected_limit(const Parameters &p)
{
  const std::string geometry = p.text("geometry", "name");
  const std::string parameter = p.text("sweep", "parameter");

  if (moves_energy_kernel(parameter) && p.flag("energy kernel", "same as geometry"))
    p.reject("energy kernel", "same as geometry",
             "the sweep parameter '" + parameter + "' is the bandwidth of a kernel of the energy's own",
             "false, or sweep/parameter = bandwidth, which moves both");
  if (moves_energy_kernel(parameter) && !energy_moves(p))
    p.reject("sweep", "parameter", "the energy '" + p.text("energy", "name") + "' has no bandwidth",
             "none, bandwidth, or an energy with a kernel");
  if (parameter == "bandwidths" && !geometry_moves(p))
    p.reject("sweep", "parameter", "the geometry '" + geometry + "' has no bandwidth",
             "energy bandwidth, or a kernel geometry");
  if (moves_kernel(parameter) && !geometry_moves(p) && !energy_moves(p))
    p.reject("sweep", "parameter", "the geometry '" + geometry + "' has no bandwidth",
             "none, or a kernel geometry");
  if ((parameter == "ridge" || parameter == "path") && !depends_on_ridge(geometry))
    p.reject("sweep", "parameter", "the geometry '" + geometry + "' has no ridge", "bandwidth, none");

  const auto declared = declared_limit(p);
  LimitDeclaration result = declared.value_or(LimitDeclaration());
  if (!declared) result.order = std::nan("");
  const std::string name = p.text("limit", "geometry");
  if (name != "auto") {
    if (Registry<Geometry>::entries().count(name) == 0)
      p.reject("limit", "geometry",
               "there is no such geometry" + did_you_mean(name, Registry<Geometry>::names()),
               "auto, " + boost::replace_all_copy(Registry<Geometry>::selection(), "|", ", "));
    if (name != result.geometry) {
      const double order = result.order;
      result = LimitDeclaration{parameter, name, "", std::numeric_limits<double>::infinity(), ""};
      add_declared_by_energy(p, result);
      result.conditions.clear();
      result.note = "named by the study";
      result.order = order;
    }
  } else if (!declared)
    reject_without_declared_limit(p);
  const std::string settings = p.text("limit", "settings");
  if (!settings.empty()) result.settings += (result.settings.empty() ? "" : "; ") + settings;
  result.order = order_or(p, "order", result.order);
  if (p.text("limit", "mode") == "convergence" && !(result.order > 0))
    p.reject("limit", "order",
             parameter == "path"
                 ? "no order is predicted in sigma: the ridge formula is no power law at sigma "
                   "-> 0, or the geometry declares no limit for the path"
                 : "no order is declared for this limit",
             "a positive number");
  result.parameter = parameter;
  return result;
}

CasePlan plan_case(const std::string &name, const std::string &settings, const Parameters &p)
{
  CasePlan plan;
  plan.name = name;
  plan.settings = settings;
  plan.flow = with_comparison_times(p);
  plan.times_between = times_between(p);
  plan.equality = p.text("limit", "mode") == "equality";
  plan.sweep_parameter = p.text("sweep", "parameter");
  plan.limit = expected_limit(p);
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
  if (moves_kernel(sweep_parameter)) p.set("kernel", "bandwidth", all_digits(step.bandwidth), "sweep");
  if (moves_energy_kernel(sweep_parameter))
    p.set("energy kernel", "bandwidth", all_digits(step.energy_bandwidth), "sweep");
  if (sweep_parameter == "ridge" || sweep_parameter == "path" || sweep_parameter == grid_of_both)
    p.set("geometry", "ridge", all_digits(step.ridge), "sweep");
  return p;
}

Parameters CasePlan::limit_at(const SweepStep &step) const
{
  Parameters p = flow_at(step);
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

std::string evolution_key(const Parameters &flow)
{
  const auto all = flow.as_json();
  const auto &geometry = Registry<Geometry>::traits(flow.text("geometry", "name"));
  const auto &energy = Registry<Energy>::traits(flow.text("energy", "name"));

  nlohmann::json key;
  for (const char *section : {"domain", "adaptivity", "initial state", "target", "energy", "geometry",
                              "source", "boundary", "time", "solver", "geodesic"})
    key[section] = all[section];
  if (!depends_on_ridge(flow.text("geometry", "name"))) key["geometry"].erase("ridge");
  const bool same = energy.needs_kernel && flow.flag("energy kernel", "same as geometry");
  if (geometry.needs_kernel || same) key["kernel"] = all["kernel"];
  if (energy.needs_kernel)
    key["energy kernel"] = same ? nlohmann::json("same as geometry") : all["energy kernel"];
  key["files"] = as_json(input_files(flow));
  return key.dump();
}

}  // namespace gammaflow
