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

}  // namespace

WorstProbeSearch::WorstProbeSearch(const CasePlan &plan, const ProbePlan &start, const unsigned evaluations)
    : plan_(plan),
      start_(start),
      keys_(Registry<Curve>::traits(start.curve).searched),
      evaluations_(keys_.empty() ? 0 : evaluations)
{
  const Parameters p = start.parameters_at(plan, plan.steps.back());
  for (const auto &key : keys_) place_.push_back(p.number(key.section, key.key));
  best_.probe = start;
  if (evaluations_ > 0) trials_.push_back(place_);
}

std::vector<ProbePlan> WorstProbeSearch::trials() const
{
  std::vector<ProbePlan> probes;
  for (const Place &trial : trials_) probes.push_back(best_.evaluations == 0 ? start_ : probe_at(trial));
  return probes;
}

void WorstProbeSearch::take(const std::vector<std::vector<ProbeValue>> &values)
{
  const bool first = best_.evaluations == 0;
  const auto probes = trials();
  bool improved = false;
  for (std::size_t i = 0; i < trials_.size(); ++i) {
    tried_.insert(trials_[i]);
    ++best_.evaluations;
    const double size = size_of(probes[i], values[i]);
    if (!(size < smallest_)) continue;
    smallest_ = size;
    best_.probe = probes[i];
    best_.values = values[i];
    place_ = trials_[i];
    improved = true;
  }
  if (!first) go_on(improved);
  choose_trials();
}

std::optional<WorstProbe> WorstProbeSearch::found() const
{
  if (best_.values.empty()) return {};
  WorstProbe worst = best_;
  worst.probe.label = start_.label + " (worst of " + std::to_string(worst.evaluations) + ")";
  return worst;
}

ProbePlan WorstProbeSearch::probe_at(const Place &place) const
{
  ProbePlan probe = start_;
  for (std::size_t i = 0; i < keys_.size(); ++i)
    probe.settings = with_setting(probe.settings, keys_[i].section, keys_[i].key, all_digits(place[i]));
  return probe;
}

/// lim D_e - D over D, as far as it is known; infinite where it is not, and where it refutes nothing anyway.
/// It is known where there is a value at the end of the sweep: a curve that is resolved at large parameters
/// alone is no worse one.
double WorstProbeSearch::size_of(const ProbePlan &probe, const std::vector<ProbeValue> &values)
{
  if (values.empty() || !values.back().failure.empty()) return std::numeric_limits<double>::infinity();
  const ProbeVerdict verdict = judge_values(plan_, probe, values);
  const double scale = scale_of(values),
               size = (verdict.estimate +
                       (verdict.outcome == ProbeVerdict::Outcome::undecided ? verdict.uncertainty : 0)) /
                      scale;
  if (!std::isfinite(size) || verdict.outcome == ProbeVerdict::Outcome::relaxation)
    return std::numeric_limits<double>::infinity();
  return size;
}

/// Both ways along the parameter, without what was tried before, and no more than may be evaluated.
void WorstProbeSearch::choose_trials()
{
  constexpr double smallest_factor = 1.05;
  trials_.clear();
  for (; trials_.empty() && best_.evaluations < evaluations_ && factor_ > smallest_factor;) {
    for (const double by : {factor_, 1 / factor_}) {
      Place trial = place_;
      trial[key_] = std::clamp(trial[key_] * by, keys_[key_].low, keys_[key_].high);
      if (best_.evaluations + trials_.size() < evaluations_ && tried_.count(trial) == 0)
        trials_.push_back(std::move(trial));
    }
    if (trials_.empty()) go_on(false);
  }
}

/// To the next parameter; after the last one, with a smaller factor where nothing has improved.
void WorstProbeSearch::go_on(const bool improved)
{
  moved_ = moved_ || improved;
  if (++key_ < keys_.size()) return;
  key_ = 0;
  if (!moved_) factor_ = std::sqrt(factor_);
  moved_ = false;
}

}  // namespace gammaflow
