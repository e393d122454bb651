#pragma once

#include <gammaflow/comparison/sweep_value.h>

#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// What a fit d ~ constant * parameter^order says, and about which points.
struct RateFit {
  bool valid = false;  ///< at least three resolved points; without, the figures below are not to be used
  double order = 0, constant = 0;
  /// |order - true order| <= uncertainty is what is claimed: the sum of the two parts below.
  double uncertainty = std::numeric_limits<double>::infinity();
  double uncertainty_from_delta = 0;  ///< if every error bar were spent in the worst way
  double uncertainty_from_drift = 0;  ///< of the local orders, extrapolated to parameter -> 0

  double last_order = 0, last_order_uncertainty = 0;  ///< the local order of the two smallest parameters

  /// d_inf of d = d_inf + C e^q, whether or not that is needed: |true limit - limit_value| <=
  /// limit_uncertainty, which is infinite where nothing can be said.
  double limit_value = 0;
  double limit_uncertainty = std::numeric_limits<double>::infinity();
  /// d stays away from zero: d_inf is most of the smallest distance, clearly beyond its uncertainty, and the
  /// local orders decay towards zero.
  bool saturates = false;

  /// Per point, in the order in which they were given:
  std::vector<bool> used;      ///< in the fit of the order (pre-asymptotic and unresolved ones are not)
  std::vector<bool> resolved;  ///< delta is within the budget, d beyond round-off
  std::vector<double>
      local_order;   ///< from the resolved point of next larger parameter to this one; NaN if none
  std::string note;  ///< in words: what was left out, and why
};

/// Weighted least squares of log d against log parameter over the asymptotic tail of small parameters, as
/// doc/distances-and-rates.md describes it; `budget` is the largest delta/value that is usable. The points
/// come in any order; those without a meaning (NaN, a parameter that is not positive, the less accurate of
/// two at one parameter) are left out with a word in the note.
RateFit fit_rate(const std::vector<SweepValue> &values, double budget);

}  // namespace gammaflow
