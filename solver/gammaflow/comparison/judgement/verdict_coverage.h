// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/synthetic_sweeps.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// How often each verdict was given.
struct VerdictRates {
  unsigned confirmed = 0, refuted = 0, not_established = 0;
  unsigned all() const { return confirmed + refuted + not_established; }
  void add(Verdict verdict);
};

/// One statement about the sweeps of one class, its verdicts, and their permitted shares.
struct VerdictRow {
  std::string name;  ///< of the class
  /// "order", "order in its interval", "limit", each judged with the true order and with another one.
  std::string statement;
  VerdictRates rates;
  double least_confirmed = 0, most_confirmed = 1, most_refuted = 1;  ///< parts of all
  /// Whether the shares keep these limits, up to `deviations` standard deviations of a sample of this size.
  bool kept(double deviations = 0) const;
};

/// The verdicts about a sweep, given a predicted order.
struct SweepVerdicts {
  Verdict order = Verdict::not_established, limit = Verdict::not_established;
  /// Confirmed where an interval is given and holds the true order, refuted where it does not.
  Verdict interval = Verdict::not_established;
};
using SweepJudge = std::function<SweepVerdicts(const SyntheticSweep &sweep, double predicted_order)>;

/// judge_order, and judge_limit from the states where there are any; where these do not decide, the distances
/// may confirm.
SweepVerdicts judge_sweep(const SyntheticSweep &sweep, double predicted_order);

/// Draws `sweeps` members of each class, seeded, and judges them with the true order and with one that is
/// off.
std::vector<VerdictRow> verdict_coverage(
    const std::vector<SyntheticClass> &classes, unsigned sweeps, const SweepJudge &judge = judge_sweep,
    const std::function<void(double, const std::string &)> &progress = {});

std::string verdict_coverage_csv(const std::vector<VerdictRow> &rows);

}  // namespace gammaflow
