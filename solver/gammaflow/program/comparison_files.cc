// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/comparison_files.h>
#include <gammaflow/program/table.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::string stem(const std::string &name)
{
  return std::filesystem::path(name).filename().string();
}

/// How the value stands to what independent samples have.
std::string standing(const HeldDistance &d)
{
  if (!(d.error() < std::numeric_limits<double>::infinity()))
    return d.no_bar_word.empty() ? "no error bar of the reference" : d.no_bar_word;
  if (!d.sampled()) return d.value <= d.error() ? "within the error" : "beyond the error";
  if (d.meaning == ParticleDistance::Meaning::of_law ? d.value > d.error()
                                                     : d.value - d.error() > d.sampling())
    return "beyond sampling error";
  if (d.value + d.error() < d.sampling_least) return "closer than samples";
  return "as samples";
}

Json distance_json(const HeldDistance &d)
{
  return {{"distance", d.name},
          {"value", json_number(d.value)},
          {"of_candidate", d.of_candidate ? json_number(*d.of_candidate) : Json(nullptr)},
          {"of_reference", d.of_reference ? json_number(*d.of_reference) : Json(nullptr)},
          {"error", json_number(d.error())},
          {"error_parts",
           {{"quadrature", json_number(d.own_error)},
            {"interpolation", d.interpolation},
            {"reference", d.bar ? Json(*d.bar) : Json(nullptr)}}},
          {"sampling", d.sampled() ? Json({{"mean", d.sampling_mean},
                                           {"deviation", d.sampling_deviation},
                                           {"least", d.sampling_least},
                                           {"draws", d.draws},
                                           {"part_drawn", d.part_drawn}})
                                   : Json(nullptr)},
          {"method_error", {{"low", json_number(d.method_low())}, {"high", json_number(d.method_high())}}},
          {"meaning", d.meaning == ParticleDistance::Meaning::of_law      ? "law"
                      : d.meaning == ParticleDistance::Meaning::to_target ? "to target"
                                                                          : "candidate"},
          {"why_no_error", d.why_no_bar},
          {"standing", standing(d)}};
}

Json rate_json(const FamilyRate &rate)
{
  const OrderStatement &s = rate.statement;
  return {{"distance", rate.distance},
          {"known", s.known},
          {"low", s.known ? Json(s.low) : Json(nullptr)},
          {"high", s.known ? Json(s.high) : Json(nullptr)},
          {"expected", rate.expected ? Json(*rate.expected) : Json(nullptr)},
          {"verdict", rate.expected ? Json(to_string(s.verdict)) : Json(nullptr)},
          {"sentence", rate.expected ? s.sentence : std::string()},
          {"note", s.note}};
}
}  // namespace

std::vector<FamilyRate> rates_of(const std::vector<ComparedCandidate> &candidates,
                                 std::optional<double> expected)
{
  std::map<std::string, std::vector<SweepValue>> sweeps;
  for (const auto &candidate : candidates) {
    std::map<std::string, SweepValue> largest;
    for (const auto &snapshot : candidate.snapshots)
      for (const auto &d : snapshot.distances) {
        SweepValue &entry = largest[d.name];
        entry.parameter = *candidate.parameter;
        entry.value = std::max(entry.value, d.value);
        entry.delta = std::max(entry.delta, d.error() + 2 * d.sampling_deviation);
      }
    for (const auto &[name, entry] : largest) sweeps[name].push_back(entry);
  }
  JudgeOptions options;
  options.budget = 0.5;
  options.parameter = "the parameter";
  std::vector<FamilyRate> rates;
  for (auto &[name, values] : sweeps) {
    std::sort(values.begin(), values.end(),
              [](const SweepValue &a, const SweepValue &b) { return a.parameter > b.parameter; });
    options.quantity = name;
    rates.push_back({name, expected, judge_order(values, expected.value_or(1), options)});
  }
  return rates;
}

std::string comparison_text(const std::vector<ComparedCandidate> &candidates,
                            const std::vector<FamilyRate> &rates, bool colours)
{
  std::string text;
  for (const auto &candidate : candidates) {
    text += candidate.name +
            (candidate.parameter ? ", parameter " + few_digits(*candidate.parameter, 6) : std::string()) +
            "\n";
    const bool field = !candidate.snapshots.empty() && candidate.snapshots.front().field;
    Table table({"time", field ? "numbers" : "particles", "distance", "value", "error", "of samples", "",
                 "method error"});
    for (const auto &snapshot : candidate.snapshots)
      for (const auto &d : snapshot.distances)
        table.add(
            {few_digits(snapshot.time, 6), std::to_string(snapshot.particles), d.name, few_digits(d.value, 4),
             few_digits(d.error(), 2),
             d.sampled() ? few_digits(d.sampling_mean) + " +- " + few_digits(d.sampling_deviation, 2) : "-",
             standing(d),
             std::isfinite(d.error()) && std::isfinite(d.method_low())
                 ? few_digits(d.method_low(), 2) + " to " + few_digits(d.method_high(), 2)
                 : "-"});
    text += table.text(colours);
    for (const auto &snapshot : candidate.snapshots)
      for (const auto &d : snapshot.distances)
        if (d.of_candidate && d.of_reference)
          text += d.name + " at t = " + few_digits(snapshot.time, 6) + ": " + few_digits(*d.of_candidate, 6) +
                  " of the candidate, " + few_digits(*d.of_reference, 6) + " of the reference\n";
  }
  if (rates.empty()) return text;
  Table table({"order in the parameter", "from", "to", "expected", ""});
  for (const auto &rate : rates)
    table.add({rate.distance, rate.statement.known ? few_digits(rate.statement.low) : "-",
               rate.statement.known ? few_digits(rate.statement.high) : "-",
               rate.expected ? few_digits(*rate.expected) : "-",
               rate.expected ? to_string(rate.statement.verdict) : ""});
  return text + table.text(colours);
}

std::string comparison_csv(const std::vector<ComparedCandidate> &candidates)
{
  std::string text =
      "candidate,parameter,time,particles,effective particles,distance,value,error,error of quadrature,error "
      "of interpolation,error of reference,sampling mean,sampling deviation,draws,method error low,method "
      "error high,of candidate,of reference\n";
  for (const auto &candidate : candidates)
    for (const auto &snapshot : candidate.snapshots)
      for (const auto &d : snapshot.distances) {
        std::string name = stem(candidate.name);
        std::replace_if(
            name.begin(), name.end(), [](char c) { return c == ',' || c == '"' || c == '\n'; }, '_');
        text += name + "," + (candidate.parameter ? all_digits(*candidate.parameter) : "") + "," +
                all_digits(snapshot.time) + "," + std::to_string(snapshot.particles) + "," +
                all_digits(snapshot.effective) + "," + d.name;
        for (const double value : {d.value, d.error(), d.own_error, d.interpolation,
                                   d.bar.value_or(std::numeric_limits<double>::quiet_NaN()), d.sampling_mean,
                                   d.sampling_deviation})
          text += "," + all_digits(value);
        text += "," + std::to_string(d.draws) + "," + all_digits(d.method_low()) + "," +
                all_digits(d.method_high()) + "," + (d.of_candidate ? all_digits(*d.of_candidate) : "") +
                "," + (d.of_reference ? all_digits(*d.of_reference) : "") + "\n";
      }
  return text;
}

Json comparison_json(const std::string &reference, const std::vector<ComparedCandidate> &candidates,
                     const std::vector<FamilyRate> &rates, const Json &options)
{
  Json all = Json::array();
  for (const auto &candidate : candidates) {
    Json snapshots = Json::array();
    for (const auto &snapshot : candidate.snapshots) {
      Json distances = Json::array();
      for (const auto &d : snapshot.distances) distances.push_back(distance_json(d));
      snapshots.push_back({{"time", snapshot.time},
                           {"kind", snapshot.field ? "field" : "particles"},
                           {snapshot.field ? "numbers" : "particles", snapshot.particles},
                           {"effective_particles", snapshot.field ? Json(nullptr) : Json(snapshot.effective)},
                           {"mass", snapshot.mass},
                           {"distances", distances}});
    }
    all.push_back({{"name", candidate.name},
                   {"parameter", candidate.parameter ? Json(*candidate.parameter) : Json(nullptr)},
                   {"snapshots", snapshots}});
  }
  Json orders = Json::array();
  for (const auto &rate : rates) orders.push_back(rate_json(rate));
  return {{"format", "GammaFlow comparison 1"},
          {"reference", reference},
          {"candidates", all},
          {"rates", orders},
          {"options", options},
          {"versions", versions()}};
}

std::vector<Quantity> quantities_of(const std::vector<ComparedCandidate> &candidates)
{
  std::vector<Quantity> result;
  for (const auto &candidate : candidates)
    for (const auto &snapshot : candidate.snapshots)
      for (const auto &d : snapshot.distances) {
        if (!std::isfinite(d.value)) continue;  // nothing that a later run could be held to
        std::string name = candidates.size() > 1 ? stem(candidate.name) + ": " : "";
        std::replace(name.begin(), name.end(), ',', ';');
        result.push_back(
            {name + d.name + " at t = " + Table::number(snapshot.time, 6), "", d.value, d.error()});
      }
  return result;
}

std::vector<Expected> expected_of(const std::vector<Quantity> &found)
{
  const double round_off = 1e-9;  // what two machines may differ in, in a number that sums up thousands
  std::vector<Expected> result;
  for (const auto &quantity : found) {
    Expected entry;
    entry.quantity = quantity;
    entry.rel_tol = round_off;
    entry.origin = "earlier run";
    double &bar = entry.quantity.abs_tol;
    if (!std::isfinite(bar)) bar = 0;
    if (bar >= std::abs(quantity.value)) {  // zero, as far as can be told
      bar += std::abs(quantity.value) + round_off;
      entry.quantity.value = 0;
    }
    result.push_back(entry);
  }
  return result;
}

}  // namespace gammaflow
