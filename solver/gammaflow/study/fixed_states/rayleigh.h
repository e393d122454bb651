// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/fixed_states/potentials.h>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// Phi(v) = R(u, v) + <DF(u), v> at a trial rate, less its minimum -R*(u, -DF(u)), in parts of R*(u, -DF(u)).
struct TrialRate {
  std::string name;
  double excess;
};

/// The principle of Helmholtz and Rayleigh at the initial state of a flow: its rate v = -K DF minimizes Phi,
/// with the minimum -R*(u, -DF(u)). Trial rates: multiples of v; v + K eta for random smooth eta, whose R is
/// that along the force eta - DF; the rate of `exact` and those of other exact geometries, where R is finite
/// (why_no_primal()); and K applied to the rate of `exact` as a force, for which R = R*.
/// A negative excess is a rate that is better than the computed one; that of v itself is Fenchel's equality.
std::vector<TrialRate> trial_rates(const Flow &flow, const Flow &exact);

/// Excesses at or above -tolerance, and that of the rate itself within it.
constexpr double rayleigh_tolerance = 1e-8;
bool is_minimum(const std::vector<TrialRate> &rates);

/// Of all flows of a case, collected one by one.
class RayleighChecks
{
 public:
  void look_at(double parameter, const Flow &flow, const Flow &exact);
  /// The entry of the certificate; null before the first look_at().
  nlohmann::json json() const;

 private:
  struct Entry {
    double parameter;
    std::vector<TrialRate> rates;
  };
  std::vector<Entry> flows_;
};

}  // namespace gammaflow
