// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/numbered_sections.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/probes/probe_plan.h>

#include <boost/algorithm/string.hpp>

#include <set>

namespace gammaflow
{
namespace
{
using dealii::ParameterHandler;
namespace Patterns = dealii::Patterns;

constexpr unsigned most_probes = 16;

const DeclareNumbered declared_probes("probe", most_probes, [](ParameterHandler &prm) {
  prm.declare_entry(
      "curve", "", Patterns::Anything(),
      "A family of curves (`gammaflow list curves`): the functional D_e is computed along them, "
      "and compared with D of their limit. Empty: no probe.");
  prm.declare_entry("name", "", Patterns::Anything(), "Of the probe in the certificate; empty: its curve.");
  prm.declare_entry(
      "settings", "", Patterns::Anything(),
      "What is different for this probe, on top of the limit flow of the case: \"section/key = "
      "value; section/key = value\", as \"oscillation/amplitude = 0.3; probes/from = target\".");
});

const DeclareParameters declared("probes", [](ParameterHandler &prm) {
  prm.declare_entry(
      "budget", "0.01", Number(1e-8, 0.5),
      "Largest error bar of D_e - D along a curve, relative to D: the mesh is refined until it is met "
      "(accuracy/refinements).");
  prm.declare_entry(
      "search", "0", Patterns::Integer(0, 500),
      "For each probe of a family with parameters to vary (oscillation, bump): search for those with which "
      "lim D_e - D is smallest, with so many evaluations; what is found is one more probe. 0: no search.");
  prm.declare_entry(
      "points", "8", Patterns::Integer(2, 32),
      "Gauss points on each half of [0, T]; the error in time is the difference to the same number on "
      "[0, T].");
});
}  // namespace

ProbeAccuracy::ProbeAccuracy(const Parameters &parameters)
    : budget(parameters.number("probes", "budget")), points(unsigned(parameters.integer("probes", "points")))
{
}

Parameters ProbePlan::parameters_at(const CasePlan &plan, const SweepStep &step) const
{
  Parameters p = plan.limit_at(step);
  p.assign_all(settings, p.file_name() + ": settings of the probe '" + label + "'");
  return p;
}

std::vector<ProbePlan> plan_probes(const CasePlan &plan)
{
  std::vector<ProbePlan> probes;
  std::set<std::string> labels;
  for (unsigned i = 1; i <= most_probes; ++i) {
    const std::string section = numbered_section("probe", i);
    ProbePlan probe;
    probe.curve = plan.flow.text(section, "curve");
    probe.label = plan.flow.text(section, "name");
    probe.settings = plan.flow.text(section, "settings");
    require_settings_of_one_flow(plan.flow, section, "settings", probe.settings);
    if (probe.curve.empty()) {
      if (!probe.label.empty() || !probe.settings.empty())
        plan.flow.reject(section, "curve", "a probe with a name or settings needs a curve",
                         boost::replace_all_copy(Registry<Curve>::selection(), "|", ", "));
      continue;
    }
    if (Registry<Curve>::entries().count(probe.curve) == 0)
      plan.flow.reject(section, "curve",
                       "there is no such curve" + did_you_mean(probe.curve, Registry<Curve>::names()),
                       boost::replace_all_copy(Registry<Curve>::selection(), "|", ", "));
    if (number_of_processes() > 1)
      plan.flow.reject(section, "curve", "probes are computed by one process", "one process, or no probes");
    if (probe.label.empty()) probe.label = probe.curve;
    if (!labels.insert(probe.label).second)
      plan.flow.reject(section, "name", "two probes have this name", "distinct names");
    if (plan.equality || plan.sweep_parameter == "none")
      plan.flow.reject(section, "curve", "probes are for sweeps whose flows converge",
                       "sweep/parameter, limit/mode");
    const auto topology = Registry<Curve>::traits(probe.curve).topology;
    const Parameters p = probe.parameters_at(plan, plan.steps.back());
    for (const SettingsPart &part : parts_of_settings(probe.settings))
      if (names_a_file(part.key) && !part.value.empty())  // which belongs to the study from here on
        path_of_input(p, part.section, part.key, "an existing file");
    if (topology != nullptr) probe.topology = topology(p);
    const auto exponents = Registry<Curve>::traits(probe.curve).exponents;
    if (exponents != nullptr && probe.topology != Topology::constant) probe.exponents = exponents(p);
    probes.push_back(std::move(probe));
  }
  return probes;
}

std::vector<std::string> probe_lines(const CasePlan &plan)
{
  std::vector<std::string> lines;
  for (const auto &probe : plan_probes(plan))
    lines.push_back(
        "  " + plan.name + ": probe '" + probe.label + "': " + Registry<Curve>::traits(probe.curve).summary +
        (probe.topology == Topology::constant ? std::string("; the same curve at every parameter")
                                              : "; " + to_string(probe.topology) + " convergence"));
  return lines;
}

}  // namespace gammaflow
