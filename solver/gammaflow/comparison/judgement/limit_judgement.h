// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/comparison/judgement/limit_models.h>
#include <gammaflow/comparison/judgement/sweep_value.h>

#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// What a sweep shows about the limit of its quantity d for parameter -> 0.
struct LimitStatement {
  Verdict verdict = Verdict::not_established;
  bool failed = false;  ///< an entry is not a number: not judged
  /// The limit of the quantity is at most this.
  double bound = std::numeric_limits<double>::infinity();
  double smallest = std::numeric_limits<double>::quiet_NaN();  ///< the smallest resolved value
  double part = 0;                                             ///< confirmed needs bound <= part * smallest
  /// The limit itself, where it is known: from the extrapolated state, or from the accepted models.
  double estimate = std::numeric_limits<double>::quiet_NaN();
  double uncertainty = std::numeric_limits<double>::infinity();
  bool levels_off = false;  ///< the last local order is small: half of the largest at most, or below 1/4
  double parameter_low = 0, parameter_high = 0;
  std::string basis;               ///< "states", "distances", "another limit"
  std::vector<LimitModel> models;  ///< with basis "distances"
  std::string sentence;
};

/// From the distances alone: confirmed where bound <= limit_part * smallest, else not established. Distances
/// never refute: a sweep that levels off may be pre-asymptotic.
LimitStatement judge_limit(const std::vector<SweepValue> &values, double predicted_order,
                           const JudgeOptions &options = {});

/// From the state extrapolated to parameter 0.
///   confirmed        its distance to the claimed limit and the error bar of it are at most state_part of the
///                    smallest distance
///   refuted          that distance is more than twice its error bar, and the states converge like a power
///   not established  otherwise, or fewer than four points
LimitStatement judge_limit(const std::vector<SweepValue> &values, const ExtrapolatedDistance &extrapolated,
                           const JudgeOptions &options = {});

/// The statement about the claimed limit where another, named limit is judged too, from the same points, and
/// `separation` is the distance between the two limits: refuted where the other one is confirmed and the
/// separation is larger than its error bar plus other.bound. Otherwise `claimed` unchanged.
LimitStatement judge_against_another(const LimitStatement &claimed, const LimitStatement &other,
                                     const std::string &other_name, const SweepValue &separation);

}  // namespace gammaflow
