// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/with_settings.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/study/claims/state_sweep.h>
#include <gammaflow/study/identification/mobility_fit.h>
#include <gammaflow/study/identification/which_limit.h>
#include <gammaflow/study/points/study_files.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

double order_of(const CasePlan &plan)
{
  const double order = plan.declared && !plan.order_named ? plan.declared->order : plan.limit.order;
  return std::isfinite(order) && order > 0 ? order : 1;
}

Json values_json(const std::vector<SweepValue> &values)
{
  Json json = Json::array();
  for (const SweepValue &v : values)
    json.push_back(
        {{"parameter", v.parameter}, {"value", json_number(v.value)}, {"delta", json_number(v.delta)}});
  return json;
}

/// excluded: the extrapolated distance is more than three times its uncertainty, and the states converge;
/// accepted: it is within it, and small against the distances of the sweep.
std::string word_of(const ExtrapolatedDistance &e, const LimitStatement &statement)
{
  if (e.contracts && e.estimate > 3 * e.uncertainty()) return "excluded";
  return statement.verdict == Verdict::confirmed && e.estimate <= e.uncertainty() ? "accepted"
                                                                                  : "not decided";
}

Json judged(const CasePlan &plan, const Candidate &candidate, const SweepStates &states,
            const PointRecord &last, EvolutionCache &cache)
{
  CasePlan other = plan;
  other.limit.geometry = candidate.geometry;
  other.limit.settings = candidate.settings;
  const Parameters flow = other.limit_at(plan.steps.at(last.index));
  const RefinedEvolution run = refined_evolution(cache, flow, last.level, last.tolerance, flow);
  const double bar = state_bar(plan, run);
  const auto values = states.distances(*run.fine, bar);
  const auto e = states.extrapolated(*run.fine, bar, order_of(plan));
  Json json{
      {"geometry", candidate.geometry}, {"settings", candidate.settings}, {"values", values_json(values)}};
  if (!e.valid) {
    json["verdict"] = "not decided";
    json["sentence"] = e.note;
    json["estimate"] = json["uncertainty"] = nullptr;
    return json;
  }
  const LimitStatement statement = judge_limit(values, e, judge_options(plan, "distance"));
  json["estimate"] = json_number(e.estimate);
  json["uncertainty"] = json_number(e.uncertainty());
  json["verdict"] = word_of(e, statement);
  json["sentence"] = "The distance to " + with_settings(candidate.geometry, candidate.settings) +
                     " tends to " + few_digits(e.estimate) + " +- " + few_digits(e.uncertainty(), 2) + ": " +
                     std::string(json["verdict"]) + ".";
  return json;
}

/// One number over the sweep, and at parameter 0.
Json extrapolated_json(const CasePlan &plan, const std::vector<double> &values,
                       const std::vector<double> &parameters, double bar)
{
  std::vector<Eigen::VectorXd> points;
  for (const double value : values) points.push_back(Eigen::VectorXd::Constant(1, value));
  const std::vector<double> bars(values.size(), bar);
  const auto e =
      extrapolate(sweep_of_scalars(parameters, points, bars, Eigen::VectorXd::Zero(1), 0), order_of(plan));
  Json json{{"values", values}};
  json["estimate"] = e.valid ? json_number(e.estimate) : Json(nullptr);
  json["uncertainty"] = e.valid ? json_number(e.uncertainty()) : Json(nullptr);
  return json;
}

/// The fits of one point: to its states at up to five times at which it still moves.
MobilityFit fit_of(const Parameters &parameters, const Trajectory &trajectory, bool transport)
{
  MobilityFit fit(transport);
  constexpr std::size_t most = 5;
  constexpr double still_moves = 1e-6;
  const std::size_t stride = std::max<std::size_t>(1, trajectory.states.size() / most);
  double first = 0;
  for (std::size_t k = 0; k < trajectory.states.size(); k += stride) {
    const auto space = trajectory.space_of(k);
    const Flow flow = Flow::build(parameters, space);
    Vector force = space->zero(), rate = force;
    flow.energy().first_variation(trajectory.states[k], force);
    flow.geometry().onsager_apply(trajectory.states[k], force, rate);
    const double power = space->inner(force, rate);
    first = std::max(first, power);
    if (power > still_moves * first) fit.add(space, trajectory.states[k], force, rate);
  }
  return fit;
}

/// No local limit: the residual of the best mobility stays away from 0.
std::string locality(const Json &residual)
{
  constexpr double resolved = 2e-3;  // eight splines
  if (!residual["estimate"].is_number()) return "not decided";
  const double at_zero = residual["estimate"], bar = residual["uncertainty"];
  if (at_zero + bar <= resolved) return "yes";
  if (at_zero > 3 * bar && at_zero > 10 * resolved) return "no";
  return "not decided";
}

Json mobility_of(const CasePlan &plan, const std::string &folder, const std::vector<PointRecord> &points,
                 EvolutionCache &cache)
{
  const std::string name = plan.flow.text("geometry", "name");
  const bool conserves = Registry<Geometry>::traits(name).conserves_mass,
             spherical = name.rfind("spherical", 0) == 0;
  if (spherical) return nullptr;  // the mean of the force depends on the mobility
  std::vector<double> parameters, exponent, factor, power_residual, spline_residual;
  SplineMobility last;
  for (const PointRecord &point : points) {
    const SweepStep &step = plan.steps.at(point.index);
    const Parameters flow = plan.flow_at(step);
    const Trajectory trajectory =
        read_trajectory(trajectory_file(folder, point.index), flow, cache.space(flow, point.level));
    const MobilityFit fit = fit_of(flow, trajectory, conserves);
    if (fit.empty()) return nullptr;
    const PowerMobility power = fit.power();
    last = fit.splines();
    parameters.push_back(step.parameter);
    exponent.push_back(power.exponent);
    factor.push_back(power.factor);
    power_residual.push_back(power.residual);
    spline_residual.push_back(last.residual);
  }
  constexpr double bar = 1e-6;  // of the search for the exponent
  Json json{{"parameters", parameters},
            {"exponent", extrapolated_json(plan, exponent, parameters, bar)},
            {"factor", extrapolated_json(plan, factor, parameters, bar)},
            {"power_residual", extrapolated_json(plan, power_residual, parameters, bar)},
            {"spline_residual", extrapolated_json(plan, spline_residual, parameters, bar)},
            {"density", last.density},
            {"theta", last.theta}};
  json["local"] = locality(json["spline_residual"]);
  const auto shown = [&](const char *key) {
    const Json &entry = json[key];
    return few_digits(number_of(entry["estimate"]), 4) + " +- " +
           few_digits(number_of(entry["uncertainty"]), 2);
  };
  json["sentence"] = "Fitted to the rates and extrapolated, the mobility is " + shown("factor") +
                     " times rho^q, q = " + shown("exponent") + ", with a relative residual of " +
                     shown("power_residual") + "; any mobility theta(rho) leaves " +
                     shown("spline_residual") + ": " +
                     (json["local"] == "yes"  ? "there is a local limit."
                      : json["local"] == "no" ? "there is no local limit of this kind."
                                              : "whether there is a local limit is not decided.");
  return json;
}
}  // namespace

nlohmann::json which_limit(const CasePlan &plan, const std::string &folder,
                           const std::vector<PointRecord> &points, EvolutionCache &cache,
                           std::vector<std::string> &notes)
{
  const auto candidates = candidates_of(plan);
  if (candidates.empty() || points.size() < 4) return nullptr;
  Json json{{"candidates", Json::array()}, {"mobility", nullptr}};
  std::string sentence;
  const auto note = [&](const std::string &why) { notes.push_back("Which limit it is: " + why); };
  try {
    const SweepStates states(plan, folder, points, cache);
    for (const Candidate &candidate : candidates) {
      try {
        json["candidates"].push_back(judged(plan, candidate, states, points.back(), cache));
        sentence += std::string(json["candidates"].back()["sentence"]) + " ";
      } catch (const NumericalFailure &failure) {
        note("the flow in " + candidate.geometry + " could not be computed: " + failure.what());
      }
    }
    json["mobility"] = mobility_of(plan, folder, points, cache);
    if (json["mobility"].is_object()) sentence += std::string(json["mobility"]["sentence"]);
  } catch (const InputError &error) {
    note(error.what());
  } catch (const NumericalFailure &failure) {
    note(failure.what());
  }
  json["sentence"] = sentence;
  return json;
}

}  // namespace gammaflow
