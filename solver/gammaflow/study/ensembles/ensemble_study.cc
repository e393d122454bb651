// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/io/files.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/claims/statement_json.h>
#include <gammaflow/study/ensembles/ensemble_study.h>
#include <gammaflow/study/ensembles/ensemble_sweep.h>
#include <gammaflow/study/points/study_files.h>

#include <cmath>
#include <filesystem>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// Whatever can be refused before anything is computed.
std::string check(const EnsemblePlan &plan)
{
  const auto space = make_space(plan.mean_field);
  const auto evolution = make_evolution(plan.mean_field, space);
  evolution->check();
  const double mass = space->integrate(evolution->initial_state());
  if (std::abs(mass - 1) > 1e-6)
    plan.particles.reject("initial state", "mass",
                          "the particles have mass one, and the density " + few_digits(mass, 8), "1");
  distances_from(plan, space, evolution->initial_state());
  Parameters smallest = plan.particles;
  smallest.set("particles", "number", std::to_string(plan.numbers.front()));
  ParticleSystem::build(smallest);
  return plan.description();
}

JudgeOptions judge_options(const EnsemblePlan &plan, const std::string &distance)
{
  JudgeOptions options;
  options.budget = plan.budget;
  options.parameter = "1/N";
  options.quantity = "mean " + distance;
  return options;
}

Json point_json(const EnsembleDistance &point)
{
  return {{"number", point.number},
          {"mean", json_number(point.mean)},
          {"spread", json_number(point.spread)},
          {"delta", json_number(point.delta())},
          {"delta_seeds", json_number(point.of_seeds)},
          {"delta_mean_field", json_number(point.of_mean_field)},
          {"delta_time", json_number(point.of_time)},
          {"delta_distance", json_number(point.of_distance)},
          {"values", json_numbers(point.values)}};
}

Json distance_json(const EnsemblePlan &plan, const PredictedOrder &predicted,
                   const std::vector<EnsembleDistance> &points)
{
  std::vector<SweepValue> values;
  Json all = Json::array();
  for (const EnsembleDistance &point : points) {
    values.push_back({1 / double(point.number), point.mean, point.delta()});
    all.push_back(point_json(point));
  }
  const OrderStatement order = judge_order(values, predicted.order, judge_options(plan, predicted.distance));
  return {{"name", predicted.distance},
          {"predicted_order", predicted.order},
          {"expected", to_string(predicted.expected)},
          {"verdict", to_string(order.verdict)},
          {"as_expected", order.verdict == predicted.expected},
          {"order_statement", order_json(order)},
          {"points", all}};
}

std::string points_csv(const std::vector<EnsembleDistance> &points)
{
  std::string text =
      "number,mean,spread,delta,delta_seeds,delta_mean_field,"
      "delta_time,delta_distance\n";
  for (const EnsembleDistance &p : points) {
    text += std::to_string(p.number);
    for (const double value :
         {p.mean, p.spread, p.delta(), p.of_seeds, p.of_mean_field, p.of_time, p.of_distance})
      text += "," + (std::isfinite(value) ? all_digits(value) : std::string("nan"));
    text += "\n";
  }
  return text;
}

Json mean_field_json(const EnsemblePlan &plan, const MeanField *field)
{
  Json json{{"energy", plan.energy()}, {"geometry", plan.geometry()}, {"tolerance", plan.tolerance}};
  if (field == nullptr) return json;
  json["reached"] = field->reached;
  json["error_of_space"] = json_number(field->error_of_space);
  json["error_of_time"] = json_number(field->error_of_time);
  json["nodes"] = field->nodes;
  return json;
}

Verdict overall(const Json &distances)
{
  Verdict verdict = Verdict::confirmed;
  for (const Json &distance : distances) {
    const std::string word = distance["verdict"];
    if (word == to_string(Verdict::not_established)) return Verdict::not_established;
    if (word == to_string(Verdict::refuted)) verdict = Verdict::refuted;
  }
  return verdict;
}

Json case_json(const EnsemblePlan &plan, const std::string &directory, const EnsembleMonitor &monitor)
{
  Json result{{"name", plan.name},
              {"settings", plan.settings},
              {"dynamics", plan.particles.text("particles", "dynamics")},
              {"start", plan.particles.text("particles", "start")},
              {"numbers", plan.numbers},
              {"seeds", plan.seeds},
              {"budget", plan.budget},
              {"distances", Json::array()},
              {"sweep", {{"parameter", "1/N"}}},
              {"failed_points", Json::array()}};
  try {
    const std::string folder = case_directory(directory, plan.name);
    const EnsembleSweep sweep = measure_ensembles(plan, folder, monitor);
    result["mean_field"] = mean_field_json(plan, &sweep.mean_field);
    for (std::size_t k = 0; k < plan.orders.size(); ++k) {
      result["distances"].push_back(distance_json(plan, plan.orders[k], sweep.distances[k]));
      write_file((std::filesystem::path(folder) / (plan.orders[k].distance + ".csv")).string(),
                 points_csv(sweep.distances[k]));
    }
    result["verdict"] = to_string(overall(result["distances"]));
  } catch (const NumericalFailure &failure) {
    result["mean_field"] = mean_field_json(plan, nullptr);
    result["failed_points"].push_back({{"parameter", nullptr}, {"failure", failure.what()}});
    result["verdict"] = to_string(Verdict::not_established);
  }
  bool as_expected = result["failed_points"].empty();
  for (const Json &distance : result["distances"])
    as_expected = as_expected && distance["as_expected"].get<bool>();
  result["as_expected"] = as_expected;
  return result;
}
}  // namespace

std::vector<std::string> validate_particle_study(const Parameters &parameters)
{
  std::vector<std::string> lines;
  for (const EnsemblePlan &plan : plan_ensembles(parameters)) lines.push_back(check(plan));
  return lines;
}

nlohmann::json run_particle_study(const Parameters &parameters, const std::string &directory,
                                  const StudyMonitor &monitor, Existing existing)
{
  const auto plans = plan_ensembles(parameters);
  for (const EnsemblePlan &plan : plans) {
    const std::string line = check(plan);
    if (monitor.log) monitor.log(line);
  }
  claim_directory(directory, "study", parameters, existing);
  Json certificate{{"gammaflow", versions()},
                   {"kind", "particles"},
                   {"study",
                    {{"name", parameters.text("study", "name")},
                     {"description", parameters.text("study", "description")}}},
                   {"files", all_files_as_json(parameters)},
                   {"parameters", parameters.as_json()}};
  bool as_expected = true, complete = true;
  for (std::size_t k = 0; k < plans.size(); ++k) {
    EnsembleMonitor inner;
    inner.log = monitor.log;
    inner.progress = [&](double fraction, const std::string &what) {
      if (monitor.progress)
        monitor.progress((double(k) + fraction) / double(plans.size()), plans[k].name + ": " + what);
    };
    Json result = case_json(plans[k], directory, inner);
    as_expected = as_expected && result["as_expected"].get<bool>();
    complete = complete && result["failed_points"].empty();
    if (monitor.log)
      for (const Json &distance : result["distances"])
        monitor.log("  " + plans[k].name + ", " + distance["name"].get<std::string>() + ": " +
                    distance["order_statement"]["sentence"].get<std::string>());
    certificate["cases"].push_back(std::move(result));
  }
  certificate["verdict"] = to_string(overall(certificate["cases"]));
  certificate["as_expected"] = as_expected;
  certificate["complete"] = complete;
  write_json((std::filesystem::path(directory) / "certificate.json").string(), certificate);
  return certificate;
}

}  // namespace gammaflow
