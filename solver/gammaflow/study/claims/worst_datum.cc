// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/study/claims/worst_datum.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

int badness(const CaseOutcome &one)
{
  return one.verdict == one.expected ? 0 : one.verdict == Verdict::not_established ? 1 : 2;
}

std::pair<int, double> rank(const CaseOutcome &one)
{
  return {badness(one), one.last_distance};
}

std::string sentence_on(const CaseOutcome &worst)
{
  return "The worst of the data is '" + worst.datum + "': " + to_string(worst.verdict) +
         (std::isfinite(worst.last_distance)
              ? ", with a distance of " + few_digits(worst.last_distance) + " at the last parameter."
              : "; at the last parameter no distance could be computed.");
}

/// What ranks the worst before the other ones: its verdict where theirs are nearer to the expected one, else
/// its distance against the next largest one.
std::string why_worst(const CaseOutcome &worst, const std::vector<const CaseOutcome *> &others)
{
  if (others.empty()) return "There is no other datum.";
  const CaseOutcome &next = **std::max_element(
      others.begin(), others.end(), [](const auto *a, const auto *b) { return rank(*a) < rank(*b); });
  if (badness(next) < badness(worst))
    return "Its verdict is further from the expected one (" + to_string(worst.expected) +
           ") than those of the others.";
  if (!std::isfinite(worst.last_distance)) return "Its verdict is no better than those of the others.";
  return "No verdict is further from the expected one, and the next largest distance is " +
         few_digits(next.last_distance) + ".";
}

Json worst_of(const std::vector<const CaseOutcome *> &data)
{
  const CaseOutcome &worst = **std::max_element(
      data.begin(), data.end(), [](const auto *a, const auto *b) { return rank(*a) < rank(*b); });
  std::vector<const CaseOutcome *> others;
  Json list = Json::array();
  for (const CaseOutcome *one : data) {
    if (one != &worst) others.push_back(one);
    list.push_back({{"name", one->datum},
                    {"verdict", to_string(one->verdict)},
                    {"as_expected", one->verdict == one->expected},
                    {"distance", json_number(one->last_distance)}});
  }
  return {{"case", worst.of_case},
          {"data", list},
          {"worst", worst.datum},
          {"verdict", to_string(worst.verdict)},
          {"as_expected", worst.verdict == worst.expected},
          {"sentence", sentence_on(worst)},
          {"why", why_worst(worst, others)}};
}
}  // namespace

CaseOutcome outcome_of(const CasePlan &plan, const Verdict verdict, const std::vector<PointRecord> &points)
{
  CaseOutcome outcome{plan.of_case, plan.datum, verdict, plan.expected};
  for (const PointRecord &point : points)
    if (point.index + 1 == plan.steps.size() && std::isfinite(point.judged().value))
      outcome.last_distance = point.judged().value;
  return outcome;
}

int weight_in_study(const CaseOutcome &outcome)
{
  if (outcome.verdict == Verdict::confirmed) return 0;
  if (outcome.verdict == Verdict::not_established) return 2;
  return outcome.verdict == outcome.expected ? 1 : 3;
}

nlohmann::json worst_data(const std::vector<CaseOutcome> &outcomes)
{
  std::vector<std::vector<const CaseOutcome *>> families;  // in the order of the study
  for (const CaseOutcome &outcome : outcomes) {
    if (outcome.datum.empty()) continue;
    const auto same = std::find_if(families.begin(), families.end(), [&](const auto &family) {
      return family.front()->of_case == outcome.of_case;
    });
    if (same == families.end())
      families.push_back({&outcome});
    else
      same->push_back(&outcome);
  }
  Json result = Json::array();
  for (const auto &family : families) result.push_back(worst_of(family));
  return result;
}

}  // namespace gammaflow
