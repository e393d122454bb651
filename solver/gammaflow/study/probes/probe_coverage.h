// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/verdict_coverage.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace gammaflow
{
/// Recovery sequences whose limit is known: D_e(w_e) - D(w) and the distance of w_e to w over a sweep, which
/// are of the same order where they vanish.
struct RecoveryClass {
  std::string name;
  bool recovers = true;
  bool functional_stays = false,
       curve_stays = false;  ///< what stays away, by 0.3 to 0.95 of its smallest value
  double curvature = 0;      ///< both are C e^q (1 + a e), |a| <= curvature
};
std::vector<RecoveryClass> recovery_classes();

/// How often claim 5 is confirmed for such sequences, of so many of each class: at least least_confirmed
/// where they recover, at most most_confirmed where they do not; never refuted.
std::vector<VerdictRow> recovery_coverage(
    unsigned sequences, const std::function<void(double, const std::string &)> &progress = {});

}  // namespace gammaflow
