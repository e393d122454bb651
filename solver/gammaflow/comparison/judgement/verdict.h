// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A verdict with its reason in one sentence.
struct Judgement {
  Verdict verdict = Verdict::not_established;
  std::string sentence;
  double observed = 0, uncertainty = 0;  ///< the largest distance, and its error bar
};

/// Are two flows equal to `tolerance`, for every value of the parameter?
///   confirmed        d + delta <= tolerance everywhere
///   refuted          d - delta > tolerance somewhere
///   not established  otherwise: the error bars do not decide it, or an entry is not a number
/// `when`: "at the output times", or "between all steps" where the distances are suprema over them; it stands
/// in the sentence.
Judgement judge_equality(const std::vector<SweepValue> &values, double tolerance,
                         const std::string &when = "at the output times");

}  // namespace gammaflow
