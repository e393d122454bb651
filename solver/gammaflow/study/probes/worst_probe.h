// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_values.h>

#include <limits>
#include <optional>
#include <set>
#include <vector>

namespace gammaflow
{
/// A probe whose parameters were searched for, and what was measured along it.
struct WorstProbe {
  ProbePlan probe;
  std::vector<ProbeValue> values;
  unsigned evaluations = 0;
};

/// Among the curves of the family of `start`, with the parameters that the family declares
/// (Curve::Traits::searched), one for which lim D_e - D, relative to D, is small: a compass search from the
/// parameters of `start`. Of both ways along one parameter after the other (half and double, then smaller
/// factors) it takes the better one, if that is an improvement. It finds a local minimum, and proves nothing.
/// Its user measures: what trials() names, side by side or not, then take() of the values, until there are no
/// trials. The plan must outlive it.
class WorstProbeSearch
{
 public:
  WorstProbeSearch(const CasePlan &plan, const ProbePlan &start, unsigned evaluations);

  /// First `start` itself; none at the end, and where the family declares no parameters.
  std::vector<ProbePlan> trials() const;
  /// What was measured along trials(), in their order.
  void take(const std::vector<std::vector<ProbeValue>> &values);
  /// Nothing where no value was finite.
  std::optional<WorstProbe> found() const;

 private:
  using Place = std::vector<double>;
  ProbePlan probe_at(const Place &place) const;
  double size_of(const ProbePlan &probe, const std::vector<ProbeValue> &values);
  void choose_trials();
  void go_on(bool improved);

  const CasePlan &plan_;
  const ProbePlan start_;
  const std::vector<Curve::Searched> &keys_;
  const unsigned evaluations_;
  Place place_;
  std::vector<Place> trials_;
  std::set<Place> tried_;
  std::size_t key_ = 0;  ///< the parameter that is varied
  double factor_ = 2, smallest_ = std::numeric_limits<double>::infinity();
  bool moved_ = false;  ///< since the first parameter
  WorstProbe best_;
};

}  // namespace gammaflow
