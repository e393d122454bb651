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

/// What a fit d ~ C parameter^order says, and about which points.
struct RateFit {
  bool valid = false;  ///< at least three usable points
  double order = 0, uncertainty = 0, constant = 0;
  double limit_value = 0, limit_uncertainty = 0;  ///< d_inf of d = d_inf + C e^q
  bool saturates = false;  ///< d stays away from zero: d_inf > 0 beyond its uncertainty
  std::vector<bool> used;  ///< per point: in the fit (the pre-asymptotic and unresolved ones are not)
  std::vector<double> local_order;  ///< between consecutive points
  std::string note;                 ///< in words: what was left out, and why
};

/// Weighted least squares in log-log over the asymptotic tail; `budget` is the largest delta/value that is
/// usable.
RateFit fit_rate(std::vector<SweepValue> values, double budget);

enum class Verdict {
  confirmed,
  refuted,
  not_established,
  not_applicable  ///< the claim needs a structure that the flow does not have
};
std::string to_string(Verdict verdict);

}  // namespace gammaflow
