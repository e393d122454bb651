// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_seal.h>
#include <gammaflow/study/decay/decay_json.h>
#include <gammaflow/study/points/record_check.h>
#include <gammaflow/study/points/sweep_point.h>
#include <gammaflow/time/evolve/evolve.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

const Json &member(const Json &object, const std::string &name)
{
  static const Json none;
  return object.is_object() && object.contains(name) ? object[name] : none;
}

bool is_number(const Json &value)
{
  return value.is_number() && std::isfinite(double(value));
}

bool is_number_or_null(const Json &value)
{
  return value.is_null() || is_number(value);
}

bool has_numbers(const Json &object, std::initializer_list<const char *> names)
{
  return std::all_of(names.begin(), names.end(),
                     [&](const char *name) { return is_number(member(object, name)); });
}

/// Numbers, or null where one was not finite.
bool is_curve(const Json &values, std::size_t n)
{
  return values.is_array() && values.size() == n &&
         std::all_of(values.begin(), values.end(), is_number_or_null);
}

bool is_summary(const Json &summary)
{
  if (!summary.is_object()) return false;
  for (const char *name : {"value", "delta", "delta_space", "delta_time", "at_end"})
    if (!summary.contains(name) || !is_number_or_null(summary[name])) return false;
  return true;
}

/// The curves of one flow over the comparison times.
bool is_series(const Json &series, std::size_t n)
{
  if (!series.is_object()) return false;
  for (const char *name : {"energy", "primal_rate", "dual_rate", "primal_dissipated", "dual_dissipated",
                           "mass", "minimum", "edb_residual"})
    if (!is_curve(member(series, name), n)) return false;
  return member(series, "density_times").is_array() && member(series, "density").is_array();
}

/// Bars of the rates, and both parts of R with theirs, are whole where they are there.
bool has_whole_rates(const Json &record, std::size_t n)
{
  for (const char *series : {"series", "limit_series"})
    for (const char *name :
         {"primal_dissipated_delta", "dual_dissipated_delta", "primal_rate_delta", "dual_rate_delta",
          "fit_rate", "fit_rate_delta", "penalty_rate", "penalty_rate_delta", "quotient", "quotient_delta"}) {
      const Json &curve = member(member(record, series), name);
      const bool none = curve.is_null() || (curve.is_array() && curve.empty());
      if (!none && !is_curve(curve, n)) return false;
    }
  return true;
}

bool has_decay(const Json &record)
{
  if (!record.contains("decay")) return false;
  const Json &decay = record["decay"];
  return decay.is_null() || (decay_from(member(decay, "flow")) && decay_from(member(decay, "limit")));
}

bool are_distances(const Json &record, const std::string &judged, std::size_t n)
{
  const Json &distances = member(record, "distances"), &curves = member(member(record, "series"), "distance"),
             &deltas = member(member(record, "series"), "delta");
  if (!distances.is_object() || !is_summary(member(distances, judged))) return false;
  return std::all_of(distances.items().begin(), distances.items().end(), [&](const auto &item) {
    return is_summary(item.value()) && is_curve(member(curves, item.key()), n) &&
           is_curve(member(deltas, item.key()), n);
  });
}

bool is_balance(const Json &balance)
{
  if (balance.is_null()) return true;
  if (!balance.is_object()) return false;
  return std::all_of(balance.begin(), balance.end(), is_number_or_null);
}

bool is_grid(const Json &grid)
{
  return grid.is_object() && member(grid, "dimension").is_number_unsigned() && member(grid, "x").is_array();
}
}  // namespace

Json sealed_record(Json record, const std::string &flow_states, const std::string &limit_states)
{
  record["states"] = {{"flow", flow_states}, {"limit", limit_states}};
  return sealed_json(std::move(record));
}

bool is_whole_record(const Json &record, const CasePlan &plan)
{
  if (!record.is_object() || !has_numbers(record, {"parameter", "bandwidth", "ridge", "tolerance"}) ||
      !(double(record["tolerance"]) > 0))
    return false;
  const Json &level = member(record, "level");
  if (!level.is_number_unsigned() || level.get<std::uint64_t>() > plan.last_level) return false;
  if (record.contains("failure")) return record["failure"].is_string();
  for (const char *name : {"nodes", "steps", "rejected_steps", "solver_iterations"})
    if (!member(record, name).is_number_unsigned()) return false;
  const std::size_t n = evolve_options(plan.flow).output_times.size();
  const Json &bars = member(record, "state_bars");
  for (const char *name : {"energy", "primal_dissipation", "dual_dissipation"})
    if (!record.contains(name) || !(record[name].is_null() || is_summary(record[name]))) return false;
  return member(record, "resolved").is_boolean() && member(record, "note").is_string() &&
         member(record, "judged_distance") == judged_distance(plan) && bars.is_object() &&
         bars.contains("flow") && bars.contains("limit") && is_number_or_null(bars["flow"]) &&
         is_number_or_null(bars["limit"]) && record.contains("edb_residual") &&
         is_balance(record["edb_residual"]) &&
         (!record.contains("transfer_energy") || is_number(record["transfer_energy"])) &&
         is_series(member(record, "series"), n) && is_series(member(record, "limit_series"), n) &&
         has_whole_rates(record, n) && are_distances(record, judged_distance(plan), n) &&
         is_grid(member(record, "grid")) && is_curve(member(record, "times"), n) && has_decay(record);
}

}  // namespace gammaflow
