// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/study/decay/decay_of_case.h>
#include <gammaflow/study/points/recorded_curves.h>
#include <gammaflow/study/points/sweep_point.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gammaflow
{
/// A quantity over the comparison times in short: its largest value, the error bar of that, and the value at
/// the end.
struct Summary {
  double value = std::nan(""), delta = std::nan(""), delta_space = std::nan(""), delta_time = std::nan(""),
         at_end = std::nan("");
};

/// |F(u(t)) + D(u; 0, t) - F(u(0))|, the largest over the comparison times, and the bound that the time
/// tolerance allows.
struct BalanceResidual {
  double value = std::nan(""), bound = std::nan("");
  double scale = std::nan("");             ///< the fall of the energy
  double looser_value = std::nan("");      ///< with ten times the tolerance
  double limit_flow_value = std::nan("");  ///< of the limit flow
};

/// The record of a measured point: all that is judged and drawn, and that a resumed study reads again.
struct PointRecord {
  std::size_t index = 0;  ///< of the step in the sweep
  SweepStep step;
  unsigned level = 0, nodes = 0, steps = 0, rejected_steps = 0, solver_iterations = 0;
  double tolerance = 0;
  bool resolved = false;
  std::string note, judged_distance;
  std::map<std::string, Summary> distances;
  /// Differences of the energies and of the time integrals of R and R*; none without a gradient structure.
  std::optional<Summary> energy, primal_dissipation, dual_dissipation;
  double flow_bar = std::nan(""), limit_bar = std::nan("");  ///< of the states, see SweepPoint
  std::optional<BalanceResidual> balance;                    ///< none without a gradient structure
  std::optional<double> transfer_energy;                     ///< of adapted meshes
  RecordedCurves flow, limit;
  std::vector<double> times;
  nlohmann::json grid;                ///< the plotting grid: only drawn
  std::optional<DecayOfPoint> decay;  ///< none without a gradient structure
  std::string key;                    ///< of what it was computed from
  double memory = 0;                  ///< memory/limit of that run, in bytes

  const Summary &judged() const { return distances.at(judged_distance); }
};

/// A point that could not be solved at this accuracy, with the reason in words.
struct PointFailure {
  SweepStep step;
  unsigned level = 0;
  double tolerance = 0;
  std::string reason, key;
  double memory = 0;
};

using PointOutcome = std::variant<PointRecord, PointFailure>;

/// The record of a measured point, and that of a failed one.
PointRecord record_of(const SweepPoint &point, const CasePlan &plan);
PointFailure record_of_failure(const CasePlan &plan, const SweepStep &step, unsigned level, double tolerance,
                               const std::string &reason);

/// The key of the point that this plan would compute at this step.
std::string record_key(const CasePlan &plan, const SweepStep &step);

/// A quantity of each point, with its bar; NaN where a point has none.
std::vector<SweepValue> sweep_values(const std::vector<PointRecord> &points,
                                     const std::function<std::optional<Summary>(const PointRecord &)> &of);

}  // namespace gammaflow
