// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/evolve/flow_problem.h>
#include <gammaflow/time/stages/diffusive_stage.h>

#include "tests/flows/flow_checks.h"
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace gammaflow::testing
{
const std::string pi = "3.141592653589793*", two_pi = "6.283185307179586*";
const std::string density_data = "target/formula = exp(0.7*cos(" + two_pi + "x)*cos(" + pi +
                                 "y)); initial state/formula = exp(-cos(" + pi + "x)+0.5*cos(" + pi + "y)); ";
const std::string field_data =
    "initial state/formula = 0.1 + 0.6*cos(" + two_pi + "x)*cos(" + pi + "y)+0.2*cos(" + pi + "x); ";

struct StageCase {
  std::string name, settings;
  double step;
  double iterations;  ///< allowed per linear solve
};

inline const std::vector<StageCase> &stage_cases()
{
  static const std::vector<StageCase> cases = {
      {"Fokker-Planck", density_data + "energy/name = KL; geometry/name = Wasserstein", 0.01, 9},
      {"chi2 in Wasserstein", density_data + "energy/name = chi2; geometry/name = Wasserstein", 0.01, 16},
      {"spherical HK", density_data + "energy/name = KL; geometry/name = spherical Hellinger-Kantorovich",
       0.01, 9},
      {"aggregation-diffusion",
       density_data + "energy/name = free-energy; energy/W = -exp(-2*r^2); geometry/name = Wasserstein", 0.01,
       9},
      {"Allen-Cahn", field_data + "energy/name = Ginzburg-Landau; energy/kappa = 0.002; geometry/name = L2",
       0.1, 5},
      {"Cahn-Hilliard",
       field_data +
           "energy/name = Ginzburg-Landau; energy/kappa = 0.002; geometry/name = H-1; geometry/mobility = "
           "1.2 - u^2",
       0.002, 16},
      {"heat equation in H-1",
       field_data + "energy/name = L2-distance; geometry/name = H-1; target/formula = 0", 0.01, 2},
      {"thin film", density_data + "energy/name = Dirichlet; geometry/name = Wasserstein", 1e-4, 16}};
  return cases;
}

/// The stage equation at the initial state, and the counts of its solution.
struct SolvedStage {
  double per_solve = 0, milliseconds = 0;
  unsigned solves = 0;
  bool solved = false;
};

inline SolvedStage solve_stage(const Flow &flow, double step)
{
  DiffusiveStage stage(flow, 1e-9, 1000);
  FlowProblem problem(flow, 1e-7, 1e-9, 1000);
  Vector base = flow.initial_state(), dy = flow.space().zero();
  problem.variable_of(flow.initial_state(), base);
  const auto start = std::chrono::steady_clock::now();
  SolvedStage result;
  result.solved = stage.solve(0, base, step, dy);
  result.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  result.solves = stage.solves();
  result.per_solve = double(stage.iterations()) / std::max(1u, stage.solves());
  return result;
}
}  // namespace gammaflow::testing
