// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// A measured quantity with its error bar at one value of the sweep parameter.
struct SweepValue {
  double parameter = 0;  ///< bandwidth or ridge
  double value = 0;      ///< the distance d
  double delta = 0;      ///< its error bar: |d - true d| <= delta
};

enum class Verdict {
  confirmed,
  refuted,
  not_established,
  not_applicable  ///< the claim needs a structure that the flow does not have
};
/// "confirmed", "refuted", "not established", "not applicable".
std::string to_string(Verdict verdict);
/// Inverse of to_string(Verdict); not applicable for what is none of them.
Verdict verdict_from(const std::string &name);

/// Thresholds and words of the two statements about a sweep, see doc/distances-and-rates.md.
struct JudgeOptions {
  double budget = 0.05;           ///< points whose error bar is a larger part of the distance are not used
  double order_tolerance = 0.15;  ///< the predicted order may lie outside of the interval by so much
  double order_width = 0.25;      ///< no end of a confirmed interval is further from the predicted order
  double limit_part = 0.3;  ///< confirmed from distances: the bound is at most this part of the smallest one
  double state_part = 0.2;  ///< the same from states
  std::string parameter = "lambda";   ///< what is swept, as it stands in sentences
  std::string quantity = "distance";  ///< what is measured, as it stands in sentences
};

/// "lambda = 0.1" of the first entry that is not a number or has an impossible sign (values and bars are not
/// negative, parameters positive); empty if there is none. Such a sweep is not judged at all.
std::string failed_entry(const std::vector<SweepValue> &values, const std::string &parameter);

}  // namespace gammaflow
