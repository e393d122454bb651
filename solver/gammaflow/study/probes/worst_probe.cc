// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/study/claims/case_evidence.h>
#include <gammaflow/study/probes/lower_bound_claim.h>
#include <gammaflow/study/probes/worst_probe.h>

#include <boost/algorithm/string.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// The settings with this one in the place of what they gave for the key.
std::string with_setting(const std::string &settings, const std::string &section, const std::string &key,
                         const std::string &value)
{
  std::vector<std::string> kept;
  for (const SettingsPart &part : parts_of_settings(settings))
    if (!(part.section == section && part.key == key) && !boost::trim_copy(part.text).empty())
      kept.push_back(boost::trim_copy(part.text));
  kept.push_back(section + "/" + key + " = " + value);
  return boost::join(kept, "; ");
}

class Search
{
 public:
  Search(const CasePlan &plan, const ProbePlan &start, const MeasureProbe &measure_probe)
      : plan_(plan),
        start_(start),
        measure_probe_(measure_probe),
        keys_(Registry<Curve>::traits(start.curve).searched)
  {
    const Parameters p = start.parameters_at(plan, plan.steps.back());
    for (const auto &key : keys_) place_.push_back(p.number(key.section, key.key));
    best_.probe = start;
  }

  WorstProbe run(unsigned evaluations)
  {
    double smallest = measure(place_), factor = 2;
    while (best_.evaluations < evaluations && factor > 1.05) {
      bool moved = false;
      for (std::size_t i = 0; i < keys_.size(); ++i)
        for (const double by : {factor, 1 / factor}) {
          if (best_.evaluations >= evaluations) break;
          std::vector<double> trial = place_;
          trial[i] = std::clamp(trial[i] * by, keys_[i].low, keys_[i].high);
          if (trial[i] == place_[i]) continue;
          const double found = measure(trial);
          if (!(found < smallest)) continue;
          smallest = found;
          place_ = trial;
          moved = true;
        }
      if (!moved) factor = std::sqrt(factor);
    }
    return best_;
  }

 private:
  /// lim D_e - D over D, as far as it is known; infinite where it is not, and where it refutes nothing
  /// anyway.
  double measure(const std::vector<double> &place)
  {
    ProbePlan probe = start_;
    for (std::size_t i = 0; i < keys_.size(); ++i)
      probe.settings = with_setting(probe.settings, keys_[i].section, keys_[i].key, all_digits(place[i]));
    ++best_.evaluations;
    auto values = measure_probe_(probe);
    const ProbeVerdict verdict = judge_values(plan_, probe, values);
    const double scale = values.empty() ? std::nan("") : values.back().limit,
                 size = (verdict.estimate +
                         (verdict.outcome == ProbeVerdict::Outcome::undecided ? verdict.uncertainty : 0)) /
                        scale;
    if (!std::isfinite(size) || verdict.outcome == ProbeVerdict::Outcome::relaxation)
      return std::numeric_limits<double>::infinity();
    if (size < smallest_) {
      smallest_ = size;
      best_.probe = probe;
      best_.values = std::move(values);
    }
    return size;
  }

  const CasePlan &plan_;
  const ProbePlan &start_;
  const MeasureProbe &measure_probe_;
  const std::vector<Curve::Searched> &keys_;
  std::vector<double> place_;
  double smallest_ = std::numeric_limits<double>::infinity();
  WorstProbe best_;
};
}  // namespace

std::optional<WorstProbe> worst_probe(const CasePlan &plan, const ProbePlan &start,
                                      const MeasureProbe &measure, const unsigned evaluations)
{
  if (evaluations == 0 || Registry<Curve>::traits(start.curve).searched.empty()) return {};
  WorstProbe worst = Search(plan, start, measure).run(evaluations);
  if (worst.values.empty()) return {};
  worst.probe.label = start.label + " (worst of " + std::to_string(worst.evaluations) + ")";
  return worst;
}

}  // namespace gammaflow
