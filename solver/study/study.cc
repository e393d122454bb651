#include <gammaflow/core/all_digits.h>
#include <gammaflow/core/flow.h>
#include <gammaflow/io/files.h>
#include <gammaflow/study/claims.h>
#include <gammaflow/study/memory_estimate.h>
#include <gammaflow/study/point_record.h>
#include <gammaflow/study/series.h>
#include <gammaflow/study/study.h>
#include <gammaflow/study/study_files.h>
#include <gammaflow/study/sweep_point.h>
#include <gammaflow/time/evolve.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// Whatever can be refused before computing: both flows are built on the coarsest mesh, the sweep is
/// resolved, the distances make sense, the first level fits into memory. Returns a line for the log.
std::string check_case(const CasePlan &plan)
{
  const auto coarsest = make_space(plan.flow, 0);
  for (const auto &step : {plan.steps.front(), plan.steps.back()})
    first_resolving_level(plan, step, *coarsest);
  applicable_distances(plan, *coarsest);
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
  std::ostringstream line;
  line << plan.description() << "; " << make_space(plan.flow, seen_from)->description();
  line << "; memory about " << few_digits(mib) << " MiB on level " << seen_from << ", "
       << few_digits(memory(plan.last_level)) << " on level " << plan.last_level
       << ", of memory/limit = " << plan.memory_bytes / 1048576;
  if (seen_from > plan.first_level)
    line << " (level " << seen_from << ": coarser meshes miss a part of what the formulas describe)";
  return line.str();
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
    for (const auto &plan : plans_) total_points_ += plan.steps.size();
  }

  Json run()
  {
    for (const auto &plan : plans_) log(check_case(plan));
    if (claim_directory(directory_, "study", parameters_)) log("continuing in " + directory_);

    Json certificate{{"gammaflow", versions()},
                     {"study",
                      {{"name", parameters_.text("study", "name")},
                       {"description", parameters_.text("study", "description")}}},
                     {"parameters", parameters_.as_json()}};
    Verdict verdict = Verdict::confirmed;
    bool as_expected = true;
    for (const auto &plan : plans_) {
      Json result = run_case(plan);
      const Verdict of_case = verdict_from(result["verdict"]);
      as_expected = as_expected && result["as_expected"];
      if (verdict == Verdict::confirmed || of_case == Verdict::not_established) verdict = of_case;
      certificate["cases"].push_back(std::move(result));
    }
    certificate["verdict"] = to_string(verdict);
    certificate["as_expected"] = as_expected;
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
    const auto coarsest = make_space(plan.flow, 0);
    Json points = Json::array();
    unsigned level = first_seeing_level(plan);
    double tolerance = plan.flow.number("time", "tolerance");
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const SweepStep &step = plan.steps[i];
      level = std::max(level, first_resolving_level(plan, step, *coarsest));
      Json record = find_point(folder, i, plan, step);
      if (record.is_null()) {
        const SweepPoint point = compute_point(plan, step, level, tolerance);
        record = record_of(point, plan);
        write_point(folder, i, record, point, plan);
      }
      level = record["level"];  // the next, smaller distance needs at least this much
      tolerance = record["tolerance"];
      log_point(plan, record);
      points.push_back(std::move(record));
      ++finished_points_;
    }
    return finish_case(plan, folder, std::move(points));
  }

  SweepPoint compute_point(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance)
  {
    std::ostringstream where;
    where << "case '" << plan.name << "', " << plan.sweep_parameter << " " << step.parameter;
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
    try {
      return measure_point(plan, step, level, tolerance, cache_);
    } catch (const NumericalFailure &failure) {
      throw NumericalFailure(where.str() + ": " + failure.what());
    }
  }

  void log_point(const CasePlan &plan, const Json &record) const
  {
    const std::string name = record["judged_distance"];
    const Json &distance = record["distances"][name];
    const auto number = [](const Json &value) { return value.is_number() ? double(value) : std::nan(""); };
    std::ostringstream line;  // for people: no more digits than mean something
    line.precision(4);
    line << "  " << plan.name << ", ";
    if (plan.sweep_parameter != "none")
      line << plan.sweep_parameter << " " << number(record["parameter"]) << ": ";
    line << name << " " << number(distance["value"]) << " +- ";
    line.precision(2);
    line << number(distance["delta"]) << " (" << record["nodes"] << " nodes, tolerance "
         << number(record["tolerance"]) << ")";
    if (!record["resolved"]) line << "; " << std::string(record["note"]);
    log(line.str());
  }

  /// A claimed limit that is refuted: is the limit that the geometry declares the right one? Measured at the
  /// last point.
  Json elsewhere(const CasePlan &plan, const Json &last)
  {
    const auto &declared = Registry<Geometry>::traits(plan.flow.text("geometry", "name")).limits;
    const auto limit = std::find_if(declared.begin(), declared.end(),
                                    [&](const auto &l) { return l.parameter == plan.sweep_parameter; });
    if (limit == declared.end() || limit->geometry == plan.limit.geometry) return nullptr;
    CasePlan other = plan;
    other.limit = *limit;
    const SweepPoint point = compute_point(other, plan.steps.back(), last["level"], last["tolerance"]);
    const Measured &measured = point.distances.at(point.judged_distance);
    return {{"geometry", limit->geometry},
            {"settings", limit->settings},
            {"distance", measured.sup()},
            {"delta", measured.sup_delta()}};
  }

  Json finish_case(const CasePlan &plan, const std::string &folder, Json points)
  {
    Json claims = judge_claims(plan, points);
    const Verdict verdict = overall_verdict(claims);
    Json other = nullptr;
    if (verdict == Verdict::refuted && claims[0].contains("limit_supported") && !claims[0]["limit_supported"])
      other = elsewhere(plan, points.back());
    if (!other.is_null()) {
      std::ostringstream sentence;
      sentence.precision(3);
      sentence << std::string(claims[0]["sentence"]) << " At the last point the flow is "
               << double(other["distance"]) << " +- " << double(other["delta"])
               << " from the flow in the geometry '" << std::string(other["geometry"]) << "', and "
               << double(points.back()["distances"][std::string(points[0]["judged_distance"])]["value"])
               << " from the claimed limit.";
      claims[0]["sentence"] = sentence.str();
    }

    Json series{{"times", points.back()["times"]}, {"limit", points.back()["limit_series"]}};
    series["limit"]["label"] = plan.limit.geometry;
    series.update(points.back()["grid"]);
    for (auto &point : points) {
      std::ostringstream label;
      label << plan.sweep_parameter << " " << double(point["parameter"]);
      Json curves = std::move(point["series"]);
      curves["label"] = plan.sweep_parameter == "none" ? plan.flow.text("geometry", "name") : label.str();
      series["points"].push_back(std::move(curves));
      for (const char *entry : {"series", "limit_series", "grid", "times", "key", "memory"})
        point.erase(entry);
    }
    const auto space = cache_.space(plan.flow, points.back()["level"]);
    const Flow last = Flow::build(plan.flow, space);
    series["target"] = last.has_target() ? Json(on_plot_grid(*space, last.target())) : Json::array();
    series["field"] = !last.positive();

    Json values = Json::array();
    for (const auto &step : plan.steps) values.push_back(step.parameter);
    Json result{{"name", plan.name},
                {"settings", plan.settings},
                {"flow", description_of_flow(plan, space)},
                {"limit",
                 {{"energy", plan.limit_at(plan.steps.back()).text("energy", "name")},
                  {"geometry", plan.limit.geometry},
                  {"settings", plan.limit.settings},
                  {"order", std::isfinite(plan.limit.order) ? Json(plan.limit.order) : Json(nullptr)},
                  {"note", plan.limit.note}}},
                {"mode", plan.equality ? "equality" : "convergence"},
                {"sweep", {{"parameter", plan.sweep_parameter}, {"values", values}}},
                {"distance", points[0]["judged_distance"]},
                {"expected", to_string(plan.expected)},
                {"verdict", to_string(verdict)},
                {"as_expected", verdict == plan.expected},
                {"budget", plan.budget},
                {"points", points},
                {"claims", claims},
                {"elsewhere", other},
                {"series", series}};
    write_tables(folder, result);
    log("  " + plan.name + ": " + to_string(verdict) +
        (verdict == plan.expected ? ", as expected. " : ", not as expected. ") +
        std::string(claims[0]["sentence"]));
    return result;
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
  std::size_t finished_points_ = 0, total_points_ = 0;
};
}  // namespace

std::vector<std::string> validate_study(const Parameters &parameters)
{
  std::vector<std::string> lines;
  for (const auto &plan : plan_cases(parameters)) lines.push_back(check_case(plan));
  return lines;
}

nlohmann::json run_study(const Parameters &parameters, const std::string &directory,
                         const StudyMonitor &monitor)
{
  return StudyRun(parameters, directory, monitor).run();
}

}  // namespace gammaflow
