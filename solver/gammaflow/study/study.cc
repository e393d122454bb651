// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/io/files.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/claims/claims.h>
#include <gammaflow/study/claims/dissipation_in_time.h>
#include <gammaflow/study/claims/statement_json.h>
#include <gammaflow/study/claims/worst_datum.h>
#include <gammaflow/study/decay/decay_of_case.h>
#include <gammaflow/study/fixed_states/state_checks.h>
#include <gammaflow/study/identification/which_limit.h>
#include <gammaflow/study/maps/map_json.h>
#include <gammaflow/study/maps/map_plan.h>
#include <gammaflow/study/plan/case_conditions.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/points/point_json.h>
#include <gammaflow/study/points/series.h>
#include <gammaflow/study/points/study_files.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/study/probes/probe_claims.h>
#include <gammaflow/study/probes/probe_run.h>
#include <gammaflow/study/study.h>
#include <gammaflow/time/evolve/evolve.h>

#include <boost/algorithm/string.hpp>
#include <deal.II/base/exceptions.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <new>
#include <sstream>
#include <utility>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// Whatever can be refused before computing: both flows are built on the coarsest mesh, the sweep is
/// resolved, the distances make sense, the first level fits into memory. Returns lines for the log: what is
/// computed, and which conditions of the prediction do not hold at the initial state.
std::vector<std::string> check_case(const CasePlan &plan)
{
  const auto coarsest = make_space(plan.flow, 0);
  for (const auto &step : {plan.steps.front(), plan.steps.back()})
    first_resolving_level(plan, step, *coarsest);
  applicable_distances(plan, *coarsest);
  candidates_of(plan);
  const auto of_map = map_lines(plan);
  const unsigned seen_from = first_seeing_level(plan);
  const SweepStep &first = plan.steps.front();
  for (const Parameters &p : {plan.flow_at(first), plan.limit_at(first)})
    check_evolution(Flow::build(p, coarsest));

  const double nodes = double(estimate_nodes(plan.flow, seen_from));
  const auto memory = [&plan,
                       outputs = double(evolve_options(plan.flow).output_times.size())](unsigned level) {
    return memory_of_point(outputs, level, [&](unsigned l) { return estimate_nodes(plan.flow, l); });
  };
  const double mib = memory(seen_from);
  if (mib * 1048576. > double(plan.memory_bytes))
    plan.flow.reject("memory", "limit",
                     "the first mesh has " + std::to_string(std::size_t(nodes)) + " nodes and needs about " +
                         std::to_string(std::lround(mib)) + " MiB",
                     "more memory, or fewer domain/cells");
  const std::shared_ptr<const Space> space = make_space(plan.flow, seen_from);
  std::vector<std::string> lines = {plan.description() + "; " + space->description() + "; memory about " +
                                    few_digits(mib) + " MiB on level " + std::to_string(seen_from) + ", " +
                                    few_digits(memory(plan.last_level)) + " on level " +
                                    std::to_string(plan.last_level) +
                                    ", of memory/limit = " + std::to_string(plan.memory_bytes / 1048576)};
  if (seen_from > plan.first_level)
    lines.back() += " (level " + std::to_string(seen_from) +
                    ": coarser meshes miss a part of what the formulas describe)";
  if (!plan.equality && plan.steps.size() < 4)
    lines.push_back("  " + plan.name + ": the sweep has " + std::to_string(plan.steps.size()) +
                    (plan.steps.size() == 1 ? " point" : " points") +
                    ". With fewer than four no limit and no order is established or refuted. What would "
                    "help: sweep/points, five or more");
  lines.insert(lines.end(), of_map.begin(), of_map.end());
  for (const auto &condition : check_conditions(plan, space))
    if (condition.holds == Holds::no)
      lines.push_back("  " + plan.name + ": a condition of the predicted order does not hold " +
                      condition.evaluated + ": " + condition.sentence +
                      (condition.help.empty() ? "" : " What would help: " + condition.help));
  return lines;
}

class StudyRun
{
 public:
  StudyRun(const Parameters &parameters, const std::string &directory, const StudyMonitor &monitor)
      : parameters_(parameters),
        directory_(directory),
        monitor_(monitor),
        plans_(plan_cases(parameters)),
        cache_(std::size_t(parameters.number("memory", "limit") * 1048576 / 2))
  {
    for (const auto &plan : plans_) {
      total_points_ += plan.steps.size() + number_of_measurements(plan);
      if (const auto map = plan_map(plan))
        for (const CasePlan &towards : map->towards) total_points_ += towards.steps.size();
      planned_until_[plan.name] = total_points_;
    }
  }

  Json run(const Existing existing)
  {
    for (const auto &plan : plans_)
      for (const auto &line : check_case(plan)) log(line);
    if (claim_directory(directory_, "study", parameters_, existing)) log("continuing in " + directory_);
    files_ = all_files_as_json(parameters_);

    Json certificate{{"gammaflow", versions()},
                     {"study",
                      {{"name", parameters_.text("study", "name")},
                       {"description", parameters_.text("study", "description")}}},
                     {"files", files_},
                     {"parameters", parameters_.as_json()}};
    for (const auto &plan : plans_) certificate["cases"].push_back(run_case(plan));
    const auto heaviest = std::max_element(
        outcomes_.begin(), outcomes_.end(),
        [](const CaseOutcome &a, const CaseOutcome &b) { return weight_in_study(a) < weight_in_study(b); });
    certificate["verdict"] = to_string(heaviest->verdict);
    certificate["as_expected"] = std::all_of(outcomes_.begin(), outcomes_.end(),
                                             [](const CaseOutcome &c) { return c.verdict == c.expected; });
    certificate["complete"] = complete_;
    if (Json data = worst_data(outcomes_); !data.empty()) {
      certificate["data"] = std::move(data);
      for (const Json &entry : certificate["data"])
        log("  " + std::string(entry["case"]) + ": " + std::string(entry["sentence"]));
    }
    write_certificate(directory_, certificate);
    return certificate;
  }

 private:
  void log(const std::string &line) const
  {
    if (monitor_.log) monitor_.log(line);
  }

  Json run_case(const CasePlan &plan)
  {
    const std::string folder = case_directory(directory_, plan.name);
    std::vector<PointRecord> points;
    Json failures = Json::array();
    for (PointOutcome &outcome : measure_steps(plan, folder, plan.steps.size()))
      if (const auto *failure = std::get_if<PointFailure>(&outcome))
        failures.push_back(failure_json(*failure));
      else
        points.push_back(std::move(std::get<PointRecord>(outcome)));
    const Json map = measure_map(plan, failures);
    complete_ = complete_ && failures.empty();
    return finish_case(plan, folder, points, failures, map);
  }

  /// The records of all steps, found or computed, each with its index. The accuracy of a step is at least
  /// that of the step before it, since distances get smaller; every `row` steps it begins again with that of
  /// the step `row` ago.
  std::vector<PointOutcome> measure_steps(const CasePlan &plan, const std::string &folder, std::size_t row)
  {
    const auto coarsest = make_space(plan.flow, 0);
    std::vector<PointOutcome> outcomes;
    unsigned level = first_seeing_level(plan);
    double tolerance = plan.flow.number("time", "tolerance");
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const SweepStep &step = plan.steps[i];
      if (i >= row && i % row == 0)
        if (const auto *before = std::get_if<PointRecord>(&outcomes[i - row])) {
          level = before->level;
          tolerance = before->tolerance;
        }
      level = std::max(level, first_resolving_level(plan, step, *coarsest));
      std::optional<PointOutcome> outcome = find_point(folder, i, plan, step);
      if (!outcome) outcome = compute_and_store(plan, folder, i, level, tolerance);
      ++finished_points_;
      if (auto *record = std::get_if<PointRecord>(&*outcome)) {
        level = record->level;  // the next, smaller distance needs at least this much
        tolerance = record->tolerance;
        record->index = i;
        log_point(plan, *record);
      } else
        log_failure(plan, std::get<PointFailure>(*outcome));
      outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
  }

  /// Null where the case has no map. Points that could not be computed join the `failures`, with the limit.
  Json measure_map(const CasePlan &plan, Json &failures)
  {
    const auto map = plan_map(plan);
    if (!map) return nullptr;
    std::vector<MapRecords> records;
    for (const CasePlan &towards : map->towards) {
      const std::string folder = map_directory(directory_, plan.name, records.size());
      records.emplace_back();
      for (PointOutcome &outcome : measure_steps(towards, folder, map->ridges.size()))
        if (const auto *failure = std::get_if<PointFailure>(&outcome)) {
          records.back().emplace_back();
          failures.push_back(failure_json(*failure));
          failures.back()["map"] = name_of_limit(towards);
        } else
          records.back().emplace_back(std::move(std::get<PointRecord>(outcome)));
    }
    Json json = map_json(*map, records);
    log("  " + plan.name + ": " + std::string(json["sentence"]));
    return json;
  }

  /// The record of the point, or of its failure: one point that cannot be solved does not end the study.
  PointOutcome compute_and_store(const CasePlan &plan, const std::string &folder, std::size_t index,
                                 unsigned level, double tolerance)
  {
    const SweepStep &step = plan.steps[index];
    try {
      const SweepPoint point = compute_point(plan, step, level, tolerance);
      require_same_input(files_, input_files_of_all_cases(parameters_));
      return write_point(folder, index, point, plan);
    } catch (const NumericalFailure &failure) {
      return failed(folder, index, record_of_failure(plan, step, level, tolerance, failure.what()));
    } catch (const dealii::ExceptionBase &error) {
      std::ostringstream text;
      error.print_info(text);
      return failed(folder, index,
                    record_of_failure(plan, step, level, tolerance,
                                      "inside deal.II, " + std::string(error.get_exc_name()) + ": " +
                                          boost::trim_copy(text.str())));
    } catch (const std::bad_alloc &) {
      PointFailure failure = record_of_failure(plan, step, level, tolerance, "there is not enough memory");
      failure.memory = 0;  // tried again in any case
      return failed(folder, index, failure);
    }
  }

  static PointFailure failed(const std::string &folder, std::size_t index, const PointFailure &failure)
  {
    write_failure(folder, index, failure);
    return failure;
  }

  SweepPoint compute_point(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance)
  {
    std::ostringstream where;
    where << "case '" << plan.name << "', " << words_of(plan, step);
    std::string what;
    // How many evolutions a point takes is known when its error bar is small enough; about six (two flows,
    // each on two meshes and with two time tolerances). So each is counted as a sixth of what is left of the
    // point.
    int evolutions = 0;
    cache_.on_compute = [&](const std::string &evolution) {
      what = where.str() + ": " + evolution;
      ++evolutions;
    };
    cache_.on_progress = [&](double fraction) {
      const double inside = 1 - std::pow(5. / 6, evolutions - 1 + fraction);
      if (monitor_.progress)
        monitor_.progress((double(finished_points_) + inside) / double(total_points_), what);
    };
    if (monitor_.progress) monitor_.progress(double(finished_points_) / total_points_, where.str());
    return measure_point(plan, step, level, tolerance, cache_);
  }

  /// "ridge 0.01", or, on a map, both parameters and the limit.
  static std::string words_of(const CasePlan &plan, const SweepStep &step)
  {
    if (plan.sweep_parameter != grid_of_both)
      return plan.sweep_parameter + " " + few_digits(step.parameter, 4);
    return "map to " + name_of_limit(plan) + ", bandwidth " + few_digits(step.bandwidth, 4) + ", ridge " +
           few_digits(step.ridge, 4);
  }

  void log_failure(const CasePlan &plan, const PointFailure &failure) const
  {
    log("  " + plan.name +
        (plan.sweep_parameter == "none" ? std::string() : ", " + words_of(plan, failure.step)) +
        ": FAILED: " + failure.reason);
  }

  /// For people: no more digits than mean something.
  void log_point(const CasePlan &plan, const PointRecord &point) const
  {
    std::string line = "  " + plan.name + ", ";
    if (plan.sweep_parameter != "none") line += words_of(plan, point.step) + ": ";
    line += point.judged_distance + " " + few_digits(point.judged().value, 4) + " +- " +
            few_digits(point.judged().delta, 2) + " (" + std::to_string(point.nodes) + " nodes, tolerance " +
            few_digits(point.tolerance, 2) + ")";
    if (!point.resolved) line += "; " + point.note;
    log(line);
  }

  Json finish_case(const CasePlan &plan, const std::string &folder, const std::vector<PointRecord> &points,
                   const Json &failures, const Json &map)
  {
    CaseEvidence evidence = evidence_for(plan, folder, points);
    const Json which = which_limit(plan, folder, points, cache_, evidence.notes);
    const StateChecks states = states_of(plan, points, evidence.notes);
    const Json over_time = dissipation_in_time(plan, points, evidence.other);
    Claims claims = judge_claims(plan, points, evidence);
    if (!points.empty()) add_probe_claims(plan, points.back().level, folder, claims, monitor_of_probes(plan));
    finished_points_ = std::max(finished_points_, planned_until_[plan.name]);
    Verdict verdict = overall_verdict(claims);
    if (states.rayleigh.is_object() && states.rayleigh["verdict"] == to_string(Verdict::refuted)) {
      verdict = Verdict::not_established;  // potentials that do not belong to the flow show nothing
      evidence.notes.push_back(states.rayleigh["sentence"]);
    }
    const Json series = series_of_case(plan, points);
    const std::size_t times = points.empty() ? 0 : points[0].times.size();
    const auto space = cache_.space(plan.flow, points.empty() ? plan.first_level : points.back().level);
    outcomes_.push_back(outcome_of(plan, verdict, points));

    Json values = Json::array();
    for (const auto &step : plan.steps) values.push_back(step.parameter);
    Json result{{"name", plan.name},
                {"settings", plan.settings},
                {"flow", description_of_flow(plan, space)},
                {"limit",
                 {{"energy", plan.limit_at(plan.steps.back()).text("energy", "name")},
                  {"geometry", plan.limit.geometry},
                  {"settings", plan.limit.settings},
                  {"order", json_number(plan.limit.order)},
                  {"note", plan.limit.note}}},
                {"mode", plan.equality ? "equality" : "convergence"},
                {"sweep", {{"parameter", plan.sweep_parameter}, {"values", values}}},
                {"compared", {{"times", times}, {"between_outputs", plan.times_between}}},
                {"distance", judged_distance(plan)},
                {"expected", to_string(plan.expected)},
                {"verdict", to_string(verdict)},
                {"as_expected", verdict == plan.expected},
                {"budget", plan.budget},
                {"points", listed(points, point_json)},
                {"failed_points", failures},
                {"claims", listed(claims, claim_json)},
                {"thresholds", thresholds_json(judge_options(plan, ""))},
                {"conditions", conditions_json(evidence.conditions)},
                {"notes", evidence.notes},
                {"elsewhere", other_limit_json(evidence)},
                {"decay", decay_of_case(decays_of(points))},
                {"dissipation_in_time", over_time},
                {"mosco", states.mosco},
                {"rayleigh", states.rayleigh},
                {"which_limit", which},
                {"map", map},
                {"series", series}};
    if (!points.empty()) write_tables(folder, plan, points);
    log("  " + plan.name + ": " + to_string(verdict) +
        (verdict == plan.expected ? ", as expected. " : ", not as expected. ") + claims[0].sentence);
    return result;
  }

  /// Each measurement along probes counts as a point; those that were not counted before do not.
  ProbeMonitor monitor_of_probes(const CasePlan &plan)
  {
    return {[this](const std::string &line) { log(line); },
            [this, &plan](const std::string &what) {
              finished_points_ = std::min(finished_points_ + 1, planned_until_[plan.name]);
              if (monitor_.progress)
                monitor_.progress(double(finished_points_) / double(total_points_),
                                  "case '" + plan.name + "', probe " + what);
            }};
  }

  CaseEvidence evidence_for(const CasePlan &plan, const std::string &folder,
                            const std::vector<PointRecord> &points)
  {
    const std::string where = "case '" + plan.name + "', limit: ";
    cache_.on_compute = [&](const std::string &evolution) {
      if (monitor_.progress)
        monitor_.progress(double(finished_points_) / double(total_points_), where + evolution);
    };
    cache_.on_progress = {};
    CaseEvidence evidence = gather_evidence(plan, folder, points, cache_);
    cache_.on_compute = {};
    return evidence;
  }

  /// On the mesh of the last point, with the next coarser one for error bars.
  StateChecks states_of(const CasePlan &plan, const std::vector<PointRecord> &points,
                        std::vector<std::string> &notes)
  {
    if (points.empty()) return {};
    const unsigned level = points.back().level;
    return check_states(plan, cache_.space(plan.flow, level), cache_.space(plan.flow, level - 1), notes);
  }

  template <class Type>
  static Json listed(const std::vector<Type> &values, Json (*json_of)(const Type &))
  {
    Json list = Json::array();
    for (const Type &value : values) list.push_back(json_of(value));
    return list;
  }

  /// None where one of the flows has no gradient structure.
  static std::vector<DecayOfPoint> decays_of(const std::vector<PointRecord> &points)
  {
    std::vector<DecayOfPoint> decays;
    for (const PointRecord &point : points) {
      if (!point.decay) return {};
      decays.push_back(*point.decay);
    }
    return decays;
  }

  /// What the report draws of a case.
  Json series_of_case(const CasePlan &plan, const std::vector<PointRecord> &points)
  {
    if (points.empty()) return nullptr;
    Json series{{"times", points.back().times}, {"limit", curves_json(points.back().limit)}};
    series["limit"]["label"] = plan.limit.geometry;
    series.update(points.back().grid);
    for (const PointRecord &point : points) {
      std::ostringstream label;
      label << plan.sweep_parameter << " " << point.step.parameter;
      Json curves = curves_json(point.flow);
      curves["parameter"] = point.step.parameter;
      curves["label"] = plan.sweep_parameter == "none" ? plan.flow.text("geometry", "name") : label.str();
      series["points"].push_back(std::move(curves));
    }
    const auto space = cache_.space(plan.flow, points.back().level);
    const Flow last = Flow::build(plan.flow, space);
    series["target"] = last.has_target() ? Json(on_plot_grid(*space, last.target())) : Json::array();
    series["field"] = !last.positive();
    return series;
  }

  static Json description_of_flow(const CasePlan &plan, const std::shared_ptr<const Space> &space)
  {
    Json flow{{"energy", plan.flow.text("energy", "name")}, {"geometry", plan.flow.text("geometry", "name")}};
    if (Registry<Geometry>::traits(plan.flow.text("geometry", "name")).needs_kernel) {
      flow["kernel"] = plan.flow.text("kernel", "name");
      flow["operator"] = make_kernel_operator(plan.flow_at(plan.steps.back()), "kernel", space)->backend();
    }
    return flow;
  }

  const Parameters &parameters_;
  const std::string directory_;
  const StudyMonitor &monitor_;
  const std::vector<CasePlan> plans_;
  EvolutionCache cache_;
  Json files_;                         ///< that are read, with their contents when the study began
  std::vector<CaseOutcome> outcomes_;  ///< of the cases that are finished
  bool complete_ = true;               ///< every point could be solved
  std::size_t finished_points_ = 0, total_points_ = 0;
  std::map<std::string, std::size_t> planned_until_;  ///< how many are finished when a case is
};
}  // namespace

std::vector<std::string> validate_study(const Parameters &parameters)
{
  std::vector<std::string> lines;
  for (const auto &plan : plan_cases(parameters)) {
    for (const auto &line : check_case(plan)) lines.push_back(line);
    for (const auto &line : condition_lines(plan)) lines.push_back(line);
    for (const auto &line : probe_lines(plan)) lines.push_back(line);
  }
  return lines;
}

nlohmann::json run_study(const Parameters &parameters, const std::string &directory,
                         const StudyMonitor &monitor, const Existing existing)
{
  return StudyRun(parameters, directory, monitor).run(existing);
}

}  // namespace gammaflow
