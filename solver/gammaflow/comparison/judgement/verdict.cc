// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/resolved_points.h>
#include <gammaflow/comparison/judgement/verdict.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gammaflow
{
namespace
{
std::string with_error(double value, double error)
{
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%.2g", error);
  return short_number(value) + " +- " + digits;
}

}  // namespace

Judgement judge_equality(const std::vector<SweepValue> &values, double tolerance, const std::string &when)
{
  const auto at = [&](const SweepValue &v) {  // without a sweep there is no parameter
    return values.size() > 1 || v.parameter != 0 ? " at parameter " + short_number(v.parameter)
                                                 : std::string();
  };
  Judgement result;
  result.sentence = "There is nothing to compare.";
  if (values.empty()) return result;
  for (const SweepValue &v : values)
    if (!(v.value >= 0) || !(v.delta >= 0)) {
      result.sentence = "The distance or its error bar is not a number" + at(v) + ": nothing is said.";
      return result;
    }
  result.verdict = Verdict::confirmed;
  for (const SweepValue &v : values) {
    if (!(v.value + v.delta <= result.observed + result.uncertainty)) {
      result.observed = v.value;
      result.uncertainty = v.delta;
    }
    if (v.value - v.delta > tolerance) {
      result.verdict = Verdict::refuted;
      result.observed = v.value;
      result.uncertainty = v.delta;
      result.sentence = "The flows differ " + when + " by " + with_error(v.value, v.delta) + at(v) +
                        ", more than the tolerance " + short_number(tolerance) + ".";
      return result;
    }
    if (!(v.value + v.delta <= tolerance)) {
      if (result.verdict == Verdict::confirmed)
        result.sentence = "The error bars do not decide it: the flows differ " + when + " by " +
                          with_error(v.value, v.delta) + at(v) + ", tolerance " + short_number(tolerance) +
                          ".";
      result.verdict = Verdict::not_established;
    }
  }
  if (result.verdict == Verdict::confirmed)
    result.sentence = "The flows are equal " + when + " to the tolerance " + short_number(tolerance) +
                      ": they differ by at most " + with_error(result.observed, result.uncertainty) + ".";
  return result;
}

}  // namespace gammaflow
