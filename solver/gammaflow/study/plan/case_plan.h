// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/study/plan/claimed_limit.h>
#include <gammaflow/study/plan/sweep_steps.h>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// One case of a study: a kernel flow, a parameter that goes to zero, the expected limit flow, and the
/// accuracy.
struct CasePlan {
  std::string name, settings;
  std::string of_case, datum;    ///< with a family of data: the two parts of the name; else empty
  Parameters flow;               ///< the study's parameters with the case's settings
  bool equality = false;         ///< two flows are claimed to be equal, instead of one converging
  std::string sweep_parameter;   ///< bandwidth, energy bandwidth, bandwidths, ridge, path, none
  std::vector<SweepStep> steps;  ///< descending
  LimitDeclaration limit;        ///< geometry, settings, order in the sweep parameter
  /// What geometry and energy declare for this sweep, with their settings; the claimed limit may be another
  /// one.
  std::optional<LimitDeclaration> declared;
  bool order_named = false;  ///< the order is given by the study, not by the theory
  double energy_order = 0;   ///< the same for energies and dissipations
  std::string distance;      ///< what claim 1 is judged by
  bool all_distances = true;
  std::vector<std::string> distances;  ///< in the report beside it
  Verdict expected = Verdict::confirmed;
  double budget = 0.05;           ///< largest delta / distance
  double order_tolerance = 0.15;  ///< largest |order - expected order| that counts as equal
  double equality_tolerance = 1e-8;
  unsigned first_level = 1, last_level = 5;
  std::size_t memory_bytes = 0;
  unsigned times_between = 0;  ///< number of further comparison times between two outputs

  /// Of the kernel flow, and of the limit flow, at a step of the sweep.
  Parameters flow_at(const SweepStep &step) const;
  Parameters limit_at(const SweepStep &step) const;
  /// In words, for the log.
  std::string description() const;
};

/// The cases of a study; a study without `case` sections is one case. InputError for sweeps, limits and names
/// that make no sense, before anything is computed.
std::vector<CasePlan> plan_cases(const Parameters &parameters);

}  // namespace gammaflow
