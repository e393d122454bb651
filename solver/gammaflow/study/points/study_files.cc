// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/comparison/judgement/rate_table.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/field_output.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/study/points/point_json.h>
#include <gammaflow/study/points/record_check.h>
#include <gammaflow/study/points/study_files.h>
#include <gammaflow/time/evolve/adaptivity.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <sstream>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::string numbered(const std::string &stem, std::size_t index, const std::string &ending)
{
  char number[16];
  std::snprintf(number, sizeof number, "-%02zu", index);
  return stem + number + ending;
}

std::string point_file(const std::string &folder, std::size_t index)
{
  return folder + "/" + numbered("point", index, ".json");
}

/// Empty where the file is not whole, whatever the reason.
std::string checksum_of(const std::string &states)
{
  try {
    return IndexedFile(states).checksum();
  } catch (const InputError &) {
    return "";
  }
}

/// The limit flow's are those of the point that was computed last.
bool has_its_states(const Json &record, const std::string &folder, std::size_t index, const CasePlan &plan)
{
  if (record.contains("failure")) return true;
  const Json &states = record.at("states");
  return states.at("flow") != "" && states.at("flow") == checksum_of(trajectory_file(folder, index)) &&
         (index + 1 < plan.steps.size() || states.at("limit") == checksum_of(limit_trajectory_file(folder)));
}

std::map<std::string, std::string> attributes_of(const Parameters &flow)
{
  return {{"version", versions().dump()}, {"parameters", flow.as_json().dump()}};
}
}  // namespace

std::string folder_name(const std::string &case_name)
{
  constexpr std::size_t longest = 100;
  bool plain = !case_name.empty() && case_name.size() <= longest;
  std::string name = case_name.substr(0, longest);
  for (char &c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-') {
      plain = plain && c == ' ';
      c = '_';
    }
  // a point is in no plain name
  return plain ? name : (name.empty() ? "unnamed" : name) + "." + sha256(case_name).substr(0, 16);
}

namespace
{
std::string created(const std::string &folder)
{
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw InputError(folder, "", "cannot be made: " + error.message(),
                     "a directory that can be written (--output DIR)");
  return folder;
}
}  // namespace

std::string case_directory(const std::string &directory, const std::string &case_name)
{
  return created(directory + "/cases/" + folder_name(case_name));
}

std::string map_directory(const std::string &directory, const std::string &case_name, std::size_t limit)
{
  return created(case_directory(directory, case_name) + "/map-" + std::to_string(limit));
}

std::optional<PointOutcome> find_point(const std::string &folder, std::size_t index, const CasePlan &plan,
                                       const SweepStep &step)
{
  try {
    const Json record = read_json(point_file(folder, index));
    if (!is_sealed(record) || record.value("key", "") != record_key(plan, step) ||
        !is_whole_record(record, plan) || !has_its_states(record, folder, index, plan))
      return {};
    const bool more_may_help =
        !record.value("resolved", false) && record.value("memory", 0.) < double(plan.memory_bytes);
    if (!more_may_help) return outcome_from(record);
  } catch (const InputError &) {  // not there, or damaged: computed again
  } catch (const Json::exception &) {
  }
  return {};
}

std::string trajectory_file(const std::string &folder, std::size_t index)
{
  return folder + "/" + numbered("trajectory", index, ".h5");
}

std::string limit_trajectory_file(const std::string &folder)
{
  return folder + "/trajectory-limit.h5";
}

PointOutcome write_point(const std::string &folder, std::size_t index, const SweepPoint &point,
                         const CasePlan &plan)
{
  const Trajectory &flow = *point.flow.fine, &limit = *point.limit.fine;
  write_file(folder + "/" + numbered("ledger", index, ".csv"), ledger_csv(flow.ledger));
  write_file(folder + "/" + numbered("ledger-limit", index, ".csv"), ledger_csv(limit.ledger));
  write_trajectory(trajectory_file(folder, index), flow, attributes_of(plan.flow_at(point.step)));
  write_trajectory(limit_trajectory_file(folder), limit, attributes_of(plan.limit_at(point.step)));
  if (index + 1 == plan.steps.size() && plan.flow.flag("output", "vtu")) {
    const Flow on_first = Flow::build(plan.flow_at(point.step), flow.space);
    TargetOfMoment target;
    if (on_first.has_target())
      target = [&](std::size_t k) { return target_at(on_first, flow, k); };  // flows share meshes
    write_fields(flow, target, folder + "/fields");
    write_fields(limit, target, folder + "/fields-limit");
  }
  const Json record = record_json(record_of(point, plan));
  write_json(point_file(folder, index), sealed_record(record, checksum_of(trajectory_file(folder, index)),
                                                      checksum_of(limit_trajectory_file(folder))));
  return outcome_from(record);
}

void write_failure(const std::string &folder, std::size_t index, const PointFailure &failure)
{
  write_json(point_file(folder, index), sealed_record(record_json(failure), "", ""));
}

void write_tables(const std::string &folder, const CasePlan &plan, const std::vector<PointRecord> &points)
{
  RateTable table(plan.sweep_parameter);
  using Pick = std::function<std::optional<Summary>(const PointRecord &)>;
  const auto add = [&](const std::string &name, const Pick &pick) {  // no table where a point lacks it
    if (!std::all_of(points.begin(), points.end(),
                     [&](const PointRecord &point) { return bool(pick(point)); }))
      return;
    const auto values = sweep_values(points, pick);
    JudgeOptions options;
    options.budget = plan.budget;
    table.add(name, values, judge_order(values, 1, options));  // the interval does not depend on a prediction
  };
  for (const auto &[name, unused] : points.at(0).distances)
    add(name, [name = name](const PointRecord &point) -> std::optional<Summary> {
      const auto found = point.distances.find(name);
      if (found == point.distances.end()) return {};
      return found->second;
    });
  add("energy", [](const PointRecord &point) { return point.energy; });
  add("primal_dissipation", [](const PointRecord &point) { return point.primal_dissipation; });
  add("dual_dissipation", [](const PointRecord &point) { return point.dual_dissipation; });

  const auto write = [&](const char *file, void (RateTable::*writer)(std::ostream &) const) {
    std::ostringstream out;
    (table.*writer)(out);
    write_file(folder + "/" + file, out.str());
  };
  write("distances.csv", &RateTable::write_csv);
  write("rates.csv", &RateTable::write_orders_csv);
  write("rates.txt", &RateTable::write_text);
  write("rates.tex", &RateTable::write_latex);
}

void write_certificate(const std::string &directory, nlohmann::json result)
{
  for (auto &entry : result["cases"]) entry.erase("series");
  write_json(directory + "/certificate.json", result);
}

}  // namespace gammaflow
