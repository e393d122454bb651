// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/parameters.h>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The sweep parameter of the points of a map, over kernel/bandwidth and geometry/ridge.
constexpr const char *grid_of_both = "bandwidth and ridge";

/// A sweep parameter moves kernel/bandwidth, or energy kernel/bandwidth.
bool moves_kernel(const std::string &sweep_parameter);
bool moves_energy_kernel(const std::string &sweep_parameter);

/// One value of the sweep: what is plotted on the axis, and the kernel parameters that it stands for.
struct SweepStep {
  double parameter = 0, bandwidth = 0, ridge = 0, energy_bandwidth = 0;
};

/// Conditions of what an energy declares have this behind their name.
constexpr const char *of_energy = " (energy)";

/// One claim family: a kernel flow, a parameter that goes to zero, the limit flow that is expected, and how
/// well.
struct CasePlan {
  std::string name, settings;
  std::string of_case, datum;    ///< what the name is made of, with a family of data; empty without
  Parameters flow;               ///< the study's parameters with the case's settings
  bool equality = false;         ///< two flows are claimed to be equal, instead of one converging
  std::string sweep_parameter;   ///< bandwidth, energy bandwidth, bandwidths, ridge, path, none
  std::vector<SweepStep> steps;  ///< descending
  LimitDeclaration limit;        ///< geometry, settings, order in the sweep parameter
  /// What geometry and energy declare for this sweep, with their settings; the claimed limit may be another
  /// one.
  std::optional<LimitDeclaration> declared;
  bool order_named = false;  ///< by the study, and not by the theory
  double energy_order = 0;   ///< the same for energies and dissipations
  std::string distance;      ///< what claim 1 is judged by
  bool all_distances = true;
  std::vector<std::string> distances;  ///< in the report beside it
  Verdict expected = Verdict::confirmed;
  double budget = 0.05;           ///< largest delta / distance
  double order_tolerance = 0.15;  ///< what counts as the expected order
  double equality_tolerance = 1e-8;
  unsigned first_level = 1, last_level = 5;
  std::size_t memory_bytes = 0;
  unsigned times_between = 0;  ///< at how many times between two outputs the flows are compared, too

  Parameters flow_at(const SweepStep &step) const;
  Parameters limit_at(const SweepStep &step) const;
  /// In words, for the log.
  std::string description() const;
};

/// The cases of a study; a study without `case` sections is one case. InputError for sweeps, limits and names
/// that make no sense, before anything is computed.
std::vector<CasePlan> plan_cases(const Parameters &parameters);

/// What identifies the evolution that a flow computes: only the parameters that it depends on (an exact
/// geometry does not depend on the kernel, so that all points of a sweep share one limit evolution).
std::string evolution_key(const Parameters &flow);

}  // namespace gammaflow
