// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/figures/from_json.h>
#include <gammaflow/io/figures/latex_table.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/program/methods.h>
#include <gammaflow/program/table.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;

/// The parameters of the case: those of the study with what its settings replace.
Json parameters_of(const Json &study, const Json &study_case)
{
  Json all = at(study, "parameters");
  for (const auto &part : parts_of_settings(text(at(study_case, "settings"))))
    all[part.section][part.key] = part.value;
  return all;
}

/// "1 + 0.5*cos(pi*x)" or "samples of data.csv"; a named density by its name.
std::string density(const Json &parameters, const char *section)
{
  const Json &entries = at(parameters, section);
  const std::string kind = text(at(entries, "kind"), "formula");
  if (kind == "formula") return text(at(entries, "formula"), "a constant");
  const std::string file = text(at(entries, "file"));
  return kind + (file.empty() ? "" : " (" + file + ")");
}

std::string domain(const Json &parameters)
{
  const Json &entries = at(parameters, "domain");
  const std::string shape = text(at(entries, "shape"), "box"),
                    dimension = text(at(entries, "dimension"), "1");
  const std::string extent =
      shape == "box" ? " from " + text(at(entries, "lower"), "0") + " to " + text(at(entries, "upper"), "1")
                     : "";
  return "a " + dimension + "-dimensional " + shape + extent +
         (text(at(entries, "boundary")) == "periodic" ? ", periodic" : "");
}

/// "6 values of the ridge from 0.1 to 0.0001"
std::string range(const Json &study_case)
{
  const std::string parameter = text(at(at(study_case, "sweep"), "parameter"), "none");
  auto values = numbers(at(at(study_case, "sweep"), "values"));
  values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); }),
               values.end());
  if (parameter == "none" || values.empty()) return "";
  return " for " + std::to_string(values.size()) + " values of the " +
         (parameter == "path" ? "bandwidth (the ridge follows a path)" : parameter) + " from " +
         Table::number(values.front()) + " to " + Table::number(values.back());
}

std::string flow(const Json &flow)
{
  const std::string kernel = text(at(flow, "kernel"));
  return text(at(flow, "energy"), "the energy") + " in the geometry " +
         text(at(flow, "geometry"), "unnamed") + (kernel.empty() ? "" : " (kernel: " + kernel + ")");
}

std::string percent(const Json &part)
{
  const double value = number_of(part);
  return std::isfinite(value) ? Table::number(100 * value) + " %" : "a given part";
}

std::size_t unresolved(const Json &points)
{
  return std::size_t(std::count_if(points.begin(), points.end(),
                                   [](const Json &point) { return at(point, "resolved") == false; }));
}

/// Claims 4 and 5: along how many curves, and what a confirmed lower bound rests on.
std::string along_curves(const Json &study_case)
{
  std::size_t probes = 0, found = 0, sequences = 0;
  std::string proof;
  if (at(study_case, "claims").is_array())
    for (const auto &claim : at(study_case, "claims")) {
      for (const auto &probe : at(claim, "probes")) {
        ++probes;
        found += text(at(probe, "name")).find(" (worst of ") != std::string::npos;
      }
      sequences += at(claim, "sequences").size();
      if (proof.empty()) proof = text(at(claim, "proof"));
    }
  if (probes == 0) return "";
  std::string result = " Along " + std::to_string(probes) +
                       (probes == 1 ? " curve that need" : " curves that need") + (probes == 1 ? "s" : "") +
                       " not solve a flow";
  if (found > 0) result += " (" + std::to_string(found) + " of them found by a search)";
  result +=
      ", the functional int R + R* dt was compared with that of the limit; recovery was looked for with " +
      std::to_string(sequences) + (sequences == 1 ? " sequence." : " sequences.");
  return result + (proof.empty() ? " Probes can refute a lower bound, and cannot prove it."
                                 : " The lower bound rests on a proof: " + proof);
}

std::string verdicts(const Json &study_case)
{
  std::string list;
  if (at(study_case, "claims").is_array())
    for (const auto &claim : at(study_case, "claims")) {
      const Json &order = at(claim, "order_statement");
      const double low = number_of(at(order, "low")), high = number_of(at(order, "high"));
      list += (list.empty() ? "" : "; ") + text(at(claim, "name"), "claim") + ": " +
              text(at(claim, "verdict"), "not established") +
              (std::isfinite(low) && std::isfinite(high) && at(order, "shown") != false
                   ? " (order in [" + Table::number(low) + ", " + Table::number(high) + "])"
                   : "");
    }
  return list;
}
}  // namespace

std::string methods_text(const Json &study, const Json &study_case)
{
  const Json parameters = parameters_of(study, study_case);
  const Json &points = at(study_case, "points"), &thresholds = at(study_case, "thresholds"),
             &versions = at(study, "gammaflow");
  const std::string distance = text(at(study_case, "distance"), "judged");
  std::string result = "The gradient flow of " + flow(at(study_case, "flow")) +
                       " was compared with that of " + flow(at(study_case, "limit")) + range(study_case) +
                       ". The domain is " + domain(parameters) + "; the initial state is " +
                       density(parameters, "initial state");
  if (at(at(study_case, "series"), "target").is_array() && !at(at(study_case, "series"), "target").empty())
    result += ", the target " + density(parameters, "target");
  result += "; the flows were followed up to time " + text(at(at(parameters, "time"), "end"), "1");
  const double times = number_of(at(at(study_case, "compared"), "times"));
  if (std::isfinite(times)) result += " and compared at " + Table::number(times, 6) + " times";
  result +=
      ". Both were computed on finer and finer meshes and with smaller and smaller time tolerances until the "
      "error "
      "bar of the " +
      distance +
      " distance, estimated by Richardson extrapolation with observed orders in space "
      "and time, was at most " +
      percent(at(study_case, "budget")) + " of the distance";
  if (points.is_array())
    result += unresolved(points) == 0 ? "; it was at all " + std::to_string(points.size()) + " points"
                                      : "; it was not at " + std::to_string(unresolved(points)) + " of " +
                                            std::to_string(points.size()) + " points, which are not used";
  result +=
      ". Orders are intervals over all models that pass through all error bars; one is confirmed where "
      "neither of its ends "
      "is further than " +
      Table::number(number_of(at(thresholds, "order_width"))) +
      " from the predicted order, which lies in it or within " +
      Table::number(number_of(at(thresholds, "order_tolerance"))) +
      " of it. A limit is confirmed from distances where their limit is at most " +
      percent(at(thresholds, "limit_part")) + " of the smallest one computed." + along_curves(study_case) +
      " The statements are about the range that was computed. Verdicts: " + verdicts(study_case) +
      ". Computed with GammaFlow " + text(at(versions, "version"), "of an unknown version") + " (revision " +
      text(at(versions, "revision"), "unknown") + ", deal.II " + text(at(versions, "deal.II"), "unknown") +
      ").";
  return result;
}

std::string methods_latex(const Json &study, const Json &study_case)
{
  return latex_text(methods_text(study, study_case)) + "\n";
}

}  // namespace gammaflow
