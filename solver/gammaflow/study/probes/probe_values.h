// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/dissipation.h>
#include <gammaflow/study/probes/probe_plan.h>
#include <gammaflow/study/references/evolution_cache.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// D_e and D along the curves of a probe, at one value of the sweep parameter.
struct ProbeValue {
  double parameter = 0;
  unsigned level = 0;
  DissipationAlong along;  ///< D_e(w_e)
  double limit = 0;        ///< D(w) along the limit curve w
  double limit_here = 0;   ///< D(w_e): the limit's functional along the same curve
  double distance = 0;     ///< largest L2 distance between w_e and w over the times of the rule and the end
  double distance_delta = 0;                                 ///< its error bar
  double delta_space = 0, delta_time = 0, delta_solver = 0;  ///< of D_e(w_e) - D(w)
  double limit_delta = 0;                                    ///< of D(w)
  std::string failure;                                       ///< why there is nothing; empty otherwise

  double delta() const { return delta_space + delta_time + delta_solver; }
  double gap_lower() const { return along.lower() - limit; }
  double gap_upper() const { return along.upper() - limit; }
  double gap_near() const { return along.near() - limit; }
};

/// D(w) of the last value that could be computed; NaN where there is none.
double scale_of(const std::vector<ProbeValue> &values);

/// The input of a recovery sequence: a curve on [0, end], to be evaluated at the times of `rule`, which has
/// `panels` panels.
struct ToRecover {
  const Flow &kernel_flow;
  const Curve &curve;
  const SweepStep &step;
  double end;
  unsigned panels;
  const TimeRule &rule;
  const Flow *limit_flow = nullptr;  ///< where velocities are not those of rates alone
};
/// A curve that takes the place of that of a probe, at one step: a recovery sequence.
using Recovered = std::function<std::unique_ptr<Curve>(const ToRecover &of)>;

/// Computes the functionals of a case along curves, each on two meshes and by two rules in time. Flows are
/// built once for each mesh and step.
class ProbeMeasurement
{
 public:
  ProbeMeasurement(const CasePlan &plan, EvolutionCache &cache, unsigned level);

  /// At all steps of the sweep; refines until the budget is met. A value that could not be computed says why.
  /// A broken inequality (BrokenInequality) is thrown.
  std::vector<ProbeValue> values(const ProbePlan &probe, const Recovered &recovered = {});

  /// The kernel flows at both ends of the sweep, on the first mesh.
  const Flow &first_flow() { return flow(plan_.flow_at(plan_.steps.front()), level_); }
  const Flow &last_flow() { return flow(plan_.flow_at(plan_.steps.back()), level_); }
  /// The limit flow at the end of the sweep.
  const Flow &last_limit_flow() { return flow(plan_.limit_at(plan_.steps.back()), level_); }

 private:
  struct OnMesh {
    DissipationAlong along;
    double limit, limit_here, distance;
    double penalty;  ///< int R_e less that of the limit along the same curve
  };
  const Flow &flow(const Parameters &parameters, unsigned level);
  ProbeValue value(const ProbePlan &probe, const SweepStep &step, unsigned level, const Recovered &recovered);
  OnMesh on_mesh(const ProbePlan &probe, const SweepStep &step, unsigned level, unsigned panels,
                 const Recovered &recovered);
  bool cost_grows(const ProbePlan &probe, const SweepStep &step, unsigned level, double fine, double coarse,
                  double noise);

  const CasePlan &plan_;
  EvolutionCache &cache_;
  const ProbeAccuracy accuracy_;
  unsigned level_;
  std::map<std::string, std::unique_ptr<const Flow>> flows_;
  std::map<std::string, DissipationAlong> limits_;  ///< D(w), by the curve, the flow and the rule
};

}  // namespace gammaflow
