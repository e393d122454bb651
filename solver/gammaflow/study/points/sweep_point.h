// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/references/error_budget.h>

#include <map>
#include <memory>
#include <string>

namespace gammaflow
{
/// The measurements between the kernel flow and its limit flow at one value of the sweep parameter.
struct SweepPoint {
  SweepStep step;
  unsigned level = 1;
  double tolerance = 1e-8;
  bool resolved = false;  ///< every judged quantity has delta <= budget * value
  std::string note;       ///< why not
  std::string judged_distance;
  std::map<std::string, Measured> distances;
  Measured energy;
  /// The time integrals of R and R*; empty where one of the flows has no gradient structure.
  Measured primal_dissipation, dual_dissipation;
  /// The largest distance of each state to the true one, in the metric of the judged distance (a divergence
  /// to the power that makes it one).
  double flow_bar = 0, limit_bar = 0;
  RefinedEvolution flow, limit;
};

/// The distances that make sense for the flows of this case on this space (all of them, or the ones that were
/// asked for: then InputError for one that does not), by name.
std::vector<std::string> applicable_distances(const CasePlan &plan, const Space &space);

/// The name of the distance that claim 1 is judged by.
std::string judged_distance(const CasePlan &plan);
/// A distance between states on this space; MMD with the kernel of the file, not of the sweep point, so that
/// the metric is the same for the whole sweep.
std::shared_ptr<const Distance> make_distance(const CasePlan &plan, const std::string &name,
                                              std::shared_ptr<const Space> space);

/// The judged distance between two runs, at each comparison time.
Measured measure_judged_distance(const CasePlan &plan, const RefinedEvolution &a, const RefinedEvolution &b);
/// Largest error bar of the states of a run, in the metric of the judged distance.
double state_bar(const CasePlan &plan, const RefinedEvolution &run);

/// Computes both flows and their companions, and refines (the mesh or the tolerance, whichever dominates the
/// error bar) until the budget is met, or the last level, the memory, or round-off is reached.
SweepPoint measure_point(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance,
                         EvolutionCache &cache);

/// The level from which the kernel of this step is resolved by the mesh and its coarser companion. InputError
/// that names the needed resolution if no allowed level does.
unsigned first_resolving_level(const CasePlan &plan, const SweepStep &step, const Space &level_zero);

/// The lowest level whose nodes resolve the formulas of both flows to a millionth (formula_data.h).
/// InputError where no allowed level does. Meshes that follow a state are not examined.
unsigned first_seeing_level(const CasePlan &plan);

}  // namespace gammaflow
