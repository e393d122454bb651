// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/case_conditions.h>

#include <boost/algorithm/string.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// Of the geometry, or of the energy.
ConditionSweep sweep_of(const CasePlan &plan, unsigned dim, bool energy)
{
  const auto &traits = Registry<Geometry>::traits(plan.flow.text("geometry", "name"));
  const auto &energy_traits = Registry<Energy>::traits(plan.flow.text("energy", "name"));
  const std::string section = energy ? "energy kernel" : "kernel";
  ConditionSweep sweep;
  const bool bandwidth = boost::ends_with(plan.sweep_parameter, "bandwidth") ||
                         plan.sweep_parameter == "bandwidths" || (plan.sweep_parameter == "path" && energy);
  sweep.parameter = bandwidth ? "bandwidth" : plan.sweep_parameter;
  if (energy && !energy_traits.limits.empty()) sweep.order = energy_traits.limits.front().order;
  if (!energy)
    for (const auto &limit : traits.limits)
      if (limit.parameter == sweep.parameter) sweep.order = limit.order;
  sweep.of_state = energy;
  sweep.weighted = !energy && traits.domain == StateDomain::positive;
  sweep.boundary = plan.flow.text(kernel_section(plan.flow, section), "boundary");
  const bool kernel = energy ? energy_traits.needs_kernel : traits.needs_kernel;
  for (const auto &step : plan.steps)
    sweep.steps.push_back(
        {step.parameter, step.ridge, kernel ? make_kernel(plan.flow_at(step), section, dim) : nullptr});
  return sweep;
}

bool is_of_energy(const std::string &condition)
{
  return boost::ends_with(condition, of_energy);
}

/// The conditions of one case, each shown the same states.
class CaseConditions
{
 public:
  CaseConditions(const CasePlan &plan, unsigned dim)
      : names_(plan.equality ? std::vector<std::string>() : plan.limit.conditions),
        sweeps_{sweep_of(plan, dim, false), sweep_of(plan, dim, true)}
  {
    for (const auto &name : names_)
      conditions_.push_back(Registry<Condition>::make(boost::erase_last_copy(name, of_energy),
                                                      {is_of_energy(name) ? sweeps_[1] : sweeps_[0]}));
  }

  bool empty() const { return names_.empty(); }
  void look_at(const Flow &limit, const Vector &state, double time, double accuracy)
  {
    for (ConditionSweep &sweep : sweeps_) sweep.density = limit.positive();
    const Space &space = limit.space();
    Vector force = space.zero(), local = force;
    limit.energy().first_variation(state, force);
    limit.energy().local_second_variation(state, local);
    if (limit.geometry().zero_mass_rates()) {  // constants are no forces there
      const Vector one = space.sample([](const Point &) { return 1.; });
      const Vector &weight = sweeps_[0].weighted ? state : one;
      force.add(-space.inner(force, weight) / space.integrate(weight));
    }
    for (auto &condition : conditions_)
      condition->look_at(
          {time, space, state, force, accuracy, limit.energy().structure().gradient, space.minimum(local)});
    ++moments_;
    last_time_ = time;
  }

  std::vector<ConditionResult> results() const
  {
    std::ostringstream when;
    if (moments_ == 1 && last_time_ == 0)
      when << "at the initial state";
    else
      when << "at " << moments_ << " times of the limit flow, t = 0 to " << last_time_;
    std::vector<ConditionResult> results;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      results.push_back(conditions_[i]->result());
      results.back().name = names_[i];
      if (results.back().evaluated.empty()) results.back().evaluated = when.str();
    }
    return results;
  }

 private:
  const std::vector<std::string> names_;
  std::array<ConditionSweep, 2> sweeps_;  ///< of the geometry, of the energy
  std::vector<std::unique_ptr<Condition>> conditions_;
  std::size_t moments_ = 0;
  double last_time_ = 0;
};

}  // namespace

std::vector<ConditionResult> check_conditions(const CasePlan &plan, std::shared_ptr<const Space> space)
{
  CaseConditions conditions(plan, space->dim());
  if (conditions.empty()) return {};
  const Flow limit = Flow::build(plan.limit_at(plan.steps.back()), std::move(space));
  conditions.look_at(limit, limit.initial_state(), 0, 1e-15);
  return conditions.results();
}

std::vector<ConditionResult> check_conditions(const CasePlan &plan, const Trajectory &limit,
                                              const double tolerance)
{
  CaseConditions conditions(plan, limit.space->dim());
  if (conditions.empty()) return {};
  const Parameters parameters = plan.limit_at(plan.steps.back());
  std::unique_ptr<const Flow> flow;
  for (std::size_t k = 0; k < limit.states.size(); ++k) {
    const auto space = limit.space_of(k);
    if (flow == nullptr || &flow->space() != space.get())
      flow = std::make_unique<const Flow>(Flow::build(parameters, space));
    conditions.look_at(*flow, limit.states[k], limit.times[k], limit.times[k] > 0 ? tolerance : 1e-15);
  }
  return conditions.results();
}

std::string alternative_text(const ConditionResult &condition)
{
  if (condition.alternative.empty())
    return condition.holds == Holds::no ? "predicted instead: no order, in any distance" : "";
  std::ostringstream out;
  out.precision(3);
  out << "predicted instead: order";
  const char *separator = " ";
  for (const auto &[name, order] : condition.alternative) {
    out << separator << order << " in " << (name == "energies" ? "energies and dissipations" : name);
    separator = ", ";
  }
  out << "; none in other distances";
  return out.str();
}

std::vector<std::string> condition_lines(const CasePlan &plan)
{
  std::vector<std::string> lines;
  for (const auto &c : check_conditions(plan, make_space(plan.flow, plan.first_level))) {
    const std::string mark = c.holds == Holds::yes  ? "  holds:     "
                             : c.holds == Holds::no ? "  FAILS:     "
                                                    : "  undecided: ";
    lines.push_back(mark + c.name + " (" + c.evaluated + "). " + c.sentence);
    for (const auto &line : {alternative_text(c), c.help.empty() ? "" : "would help: " + c.help})
      if (!line.empty()) lines.push_back("             " + line);
  }
  return lines;
}

nlohmann::json conditions_json(const std::vector<ConditionResult> &conditions)
{
  Json json = Json::array();
  for (const auto &c : conditions)
    json.push_back({{"name", c.name},
                    {"holds", to_string(c.holds)},
                    {"value", json_number(c.value)},
                    {"threshold", json_number(c.threshold)},
                    {"evaluated", c.evaluated},
                    {"sentence", c.sentence},
                    {"help", c.help},
                    {"alternative_orders", Json(c.alternative)}});
  return json;
}

}  // namespace gammaflow
