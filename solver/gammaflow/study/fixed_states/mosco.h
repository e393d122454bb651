// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/fixed_states/potentials.h>
#include <gammaflow/study/fixed_states/trial_functions.h>

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// R*_e(u, xi) of each function at each step of a sweep, and of the limit; or R_e(u, v) of the rates v = K(u)
/// xi that the functions have in the limit.
struct PotentialTable {
  std::vector<std::vector<double>> values;  ///< [step][function]
  std::vector<std::vector<double>> limit;   ///< [step][function]; rows are equal where the limit is one flow
};

/// How R* changes when the parameter falls, where theory says it for the discrete operators: +1 it increases
/// (T_rho, (T_rho + lambda)^-1 T_rho and Kf do, of intrinsic kernels in the bandwidth, of all in the ridge),
/// -1 it decreases (inverses of Kf in the bandwidth), 0 nothing is predicted. R changes the other way.
int direction_of_dual(const CasePlan &plan, const Flow &flow);

/// The largest relative violation of monotonicity in this direction (direction_of_dual()) between consecutive
/// steps and, `with_limit`, between a step and the limit: at most 0 where the table is monotone.
double violation(const PotentialTable &table, int direction, bool with_limit);

/// The tables at the initial state, filled flow by flow.
class MoscoTables
{
 public:
  MoscoTables(const CasePlan &plan, const Space &space);
  void look_at(const Flow &flow, const Flow &limit);

  std::vector<TrialFunction> functions;
  PotentialTable dual, primal;
  std::string no_primal;  ///< why R is not evaluated; empty: it is
  int direction = 0;
  bool declared = true;  ///< the limit is the one that the geometry declares
  /// A force plus an oscillation whose length goes to 0 with the parameter: R*_e of the sum over R* of the
  /// force, less 1. They tend weakly to the force, so that the lower limit must not be negative. Rates
  /// likewise.
  std::vector<unsigned> waves;
  std::vector<double> dual_of_waves, primal_of_waves;

 private:
  void look_at_rates(const Flow &flow, const Flow &limit, const std::vector<double> &exact);
  void look_at_oscillation(const Flow &flow, const Flow &limit);

  const CasePlan &plan_;
};

/// Whether Mosco convergence is a question: a kernel geometry with a gradient structure whose parameter is
/// swept.
bool has_mosco(const CasePlan &plan);

/// The entry of the certificate, from the tables on a mesh and on a coarser one; `round_off`: the relative
/// error of a potential from sums and solvers.
nlohmann::json mosco_json(const CasePlan &plan, const MoscoTables &fine, const MoscoTables &coarse,
                          double round_off);

}  // namespace gammaflow
