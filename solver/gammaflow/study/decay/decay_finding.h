// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/study/decay/decay_curve.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The findings about the decay of one flow, without the curves.
struct DecayFinding {
  /// The smallest quotient over the times, its bar, and when; not a number where none is resolved.
  struct Least {
    double value = std::nan(""), delta = std::nan(""), time = std::nan("");
  };
  Infimum infimum;
  Least least;
  std::optional<DecayRate> rate;
  double resolved_until = std::nan("");  ///< the last time with a quotient
  std::vector<DecayConstant> constants;  ///< of the theory, the largest first
  Verdict verdict = Verdict::not_applicable;
  std::string sentence;
};

/// From the curve of this flow: the smallest quotient, the rate, and the constants that the theory gives.
DecayFinding find_decay(const RefinedEvolution &run, const DecayCurve &curve);

}  // namespace gammaflow
