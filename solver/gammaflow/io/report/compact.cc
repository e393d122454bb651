// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/report/compact.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

/// The largest |a - b| over two nested arrays of one shape; 0 where they have no numbers in common.
double largest_gap(const Json &a, const Json &b)
{
  if (a.is_number() && b.is_number()) return std::abs(a.get<double>() - b.get<double>());
  double result = 0;
  if (a.is_array() && b.is_array())
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      result = std::max(result, largest_gap(a[i], b[i]));
  return result;
}

double largest_value(const Json &a)
{
  if (a.is_number()) return std::abs(a.get<double>());
  double result = 0;
  if (a.is_array())
    for (const auto &entry : a) result = std::max(result, largest_value(entry));
  return result;
}

/// Rounds to a power of ten that is at most `step`.
void round_to(Json &a, double step)
{
  if (a.is_array()) {
    for (auto &entry : a) round_to(entry, step);
    return;
  }
  if (!a.is_number_float() || !(step > 0)) return;
  const double decimals = -std::floor(std::log10(step));
  if (decimals > 15 || decimals < -15) return;
  const double scale = std::pow(10., decimals), value = std::round(a.get<double>() * scale) / scale;
  if (std::isfinite(value)) a = value;
}

Json *member(Json &object, const char *name)
{
  return object.is_object() && object.contains(name) ? &object[name] : nullptr;
}

void compact(Json &series)
{
  Json none = Json::array();
  Json *limit = member(series, "limit"), *points = member(series, "points"),
       *target = member(series, "target");
  Json *limit_density = limit ? member(*limit, "density") : nullptr;
  if (!limit_density || !limit_density->is_array()) limit_density = &none;
  std::vector<double> finest;  // per moment: what the limit is rounded to
  for (const auto &frame : *limit_density) finest.push_back(1e-5 * largest_value(frame));
  std::vector<std::pair<Json *, std::size_t>> equal;  // frames that are the limit's: rounded as it is

  if (points && points->is_array())
    for (auto &point : *points) {
      Json *density = member(point, "density");
      if (!density || !density->is_array()) continue;
      for (std::size_t k = 0; k < density->size(); ++k) {
        Json &frame = (*density)[k];
        double step = 1e-5 * largest_value(frame);
        if (k < finest.size()) {
          const double gap = largest_gap(frame, (*limit_density)[k]);
          if (!(gap > 0)) {
            equal.emplace_back(&frame, k);
            continue;
          }
          step = std::min(step, 1e-4 * gap);
          finest[k] = std::min(finest[k], step);
        }
        round_to(frame, step);
      }
    }
  for (const auto &[frame, k] : equal) round_to(*frame, finest[k]);
  for (std::size_t k = 0; k < finest.size(); ++k) round_to((*limit_density)[k], finest[k]);
  if (target) round_to(*target, 1e-5 * largest_value(*target));
}
}  // namespace

nlohmann::json with_compact_densities(Json study)
{
  if (Json *cases = member(study, "cases"))
    for (auto &entry : *cases)
      if (Json *series = member(entry, "series")) compact(*series);
  return study;
}

}  // namespace gammaflow
