// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/fixed_states/rayleigh.h>
#include <gammaflow/study/fixed_states/trial_functions.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

const char *const itself = "the computed rate";

class Trials
{
 public:
  explicit Trials(const Flow &flow)
      : flow_(flow), u_(flow.initial_state()), force_(flow.space().zero()), rate_(force_)
  {
    flow.energy().first_variation(u_, force_);
    minus_ = force_;
    minus_ *= -1;
    flow.geometry().onsager_apply(u_, minus_, rate_);
    dual_ = flow.geometry().dual_dissipation(u_, minus_);
  }

  bool moves() const { return dual_ > 0; }
  const Vector &rate() const { return rate_; }
  const Vector &minus_force() const { return minus_; }

  void along(const std::string &name, const Vector &xi)
  {
    const Vector v = onsager(flow_, u_, xi);
    add(name, v, flow_.geometry().primal_dissipation_along(u_, xi, v));
  }
  void of(const std::string &name, const Vector &v)
  {
    if (const auto value = primal_potential(flow_, u_, v)) add(name, v, *value);
  }
  std::vector<TrialRate> result;

 private:
  void add(const std::string &name, const Vector &v, double primal)
  {
    const double phi = primal + flow_.space().inner(force_, v);
    result.push_back({name, (phi + dual_) / dual_});
  }

  const Flow &flow_;
  const Vector &u_;
  Vector force_, minus_, rate_;
  double dual_ = 0;
};

/// -K DF of other exact geometries, where the flow can be built in them.
void add_other_geometries(Trials &trials, const Flow &flow)
{
  for (const char *name : {"Fisher-Rao", "spherical Fisher-Rao", "L2", "Wasserstein"}) {
    const auto &traits = Registry<Geometry>::traits(name);
    if (traits.domain == StateDomain::positive && !flow.positive()) continue;
    if (flow.geometry().zero_mass_rates() && !traits.conserves_mass) continue;
    try {
      const auto other = Registry<Geometry>::make(
          name, {flow.parameters(), flow.shared_space(), nullptr, flow.energy().barrier()});
      Vector v = flow.space().zero();
      other->onsager_apply(flow.initial_state(), trials.minus_force(), v);
      trials.of("the rate in the geometry " + std::string(name), v);
    } catch (const InputError &) {  // not on this domain
    }
  }
}
}  // namespace

std::vector<TrialRate> trial_rates(const Flow &flow, const Flow &exact)
{
  Trials trials(flow);
  if (!trials.moves()) return {};
  trials.along(itself, trials.minus_force());
  for (const double factor : {0.5, 0.9, 1.1, 2.}) {
    Vector xi = trials.minus_force();
    xi *= factor;
    trials.along(few_digits(factor) + " times " + itself, xi);
  }
  const double size = flow.space().norm(trials.minus_force());
  for (const auto &eta : trial_functions(flow.space())) {
    Vector xi = trials.minus_force();
    xi.add(0.1 * size / flow.space().norm(eta.values), eta.values);
    trials.along(itself + std::string(" and that of ") + eta.name, xi);
  }
  const Vector limit = onsager(exact, flow.initial_state(), trials.minus_force());
  trials.along("the exact flow's rate as a force", limit);
  if (!why_no_primal(flow, exact).empty()) return trials.result;
  trials.of("the exact flow's rate", limit);
  const KernelOperator *kernel = flow.geometry_kernel();
  if (kernel == nullptr || flow.geometry().has_metric() || kernel->differential_inverse() != nullptr)
    add_other_geometries(trials, flow);
  return trials.result;
}

bool is_minimum(const std::vector<TrialRate> &rates)
{
  return std::all_of(rates.begin(), rates.end(), [](const TrialRate &rate) {
    return rate.excess >= -rayleigh_tolerance && (rate.name != itself || rate.excess <= rayleigh_tolerance);
  });
}

void RayleighChecks::look_at(double parameter, const Flow &flow, const Flow &exact)
{
  auto rates = trial_rates(flow, exact);
  if (!rates.empty()) flows_.push_back({parameter, std::move(rates)});
}

nlohmann::json RayleighChecks::json() const
{
  if (flows_.empty()) return nullptr;
  Json flows = Json::array();
  bool holds = true;
  double least = std::numeric_limits<double>::infinity(), own = 0;
  std::string worst;
  for (const Entry &entry : flows_) {
    Json rates = Json::array();
    for (const TrialRate &rate : entry.rates) {
      rates.push_back({{"name", rate.name}, {"excess", json_number(rate.excess)}});
      if (rate.name == itself)
        own = std::max(own, std::abs(rate.excess));
      else if (!(rate.excess >= least)) {
        least = rate.excess;
        worst = rate.name;
      }
    }
    holds = holds && is_minimum(entry.rates);
    flows.push_back({{"parameter", entry.parameter}, {"rates", rates}});
  }
  std::string sentence = "At the initial state R(u, v) + <DF, v> at the computed rate is -R*(u, -DF) to " +
                         few_digits(own, 2) + " of it; ";
  sentence +=
      holds
          ? "no trial rate is better, the best of them (" + worst + ") is " + few_digits(least, 2) + " above."
          : "the trial rate '" + worst + "' is better by " + few_digits(-least, 2) +
                ", or Fenchel's equality fails: potentials and rate of the program do not belong together.";
  return {{"flows", flows},
          {"tolerance", rayleigh_tolerance},
          {"largest_own", own},
          {"least_excess", least},
          {"verdict", holds ? "confirmed" : "refuted"},
          {"sentence", sentence}};
}

}  // namespace gammaflow
