// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/adapted_interval.h>
#include <gammaflow/time/evolve/checkpoint.h>
#include <gammaflow/time/evolve/mesh_sequence.h>

#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
/// Cells may be longer than wanted by this factor before an interval is repeated.
const double leeway = std::sqrt(2.);

class AdaptiveEvolution
{
 public:
  AdaptiveEvolution(const Flow &flow, const EvolveOptions &options)
      : base_(flow),
        options_(options),
        adaptivity_(Adaptivity::read(flow.parameters())),
        checkpoint_(flow, options, integrator_for(flow, options))
  {
    check_adaptivity(flow);
  }

  Trajectory result()
  {
    return checkpoint_.complete(
        options_.output_times.size(), [this] { return start(); },
        [this](Trajectory &trajectory, double &step) { interval(trajectory, step); });
  }

 private:
  Wish wish(std::shared_ptr<const Space> space, const Demand &wanted) const
  {
    return spread(base_.parameters(), std::move(space), wanted.halvings, adaptivity_.layers);
  }
  std::shared_ptr<const Space> refined(const CellRefinement &refinement) const
  {
    return make_refined_space(base_.parameters(), refinement, processes_of(base_.space()));
  }

  /// The initial state, known from its formula, on a mesh that it wants.
  Trajectory start() const
  {
    Flow flow = base_;
    for (unsigned pass = 0; pass <= adaptivity_.halvings; ++pass) {
      const Demand wanted = demand(flow.space(), flow.positive(), flow.initial_state(), adaptivity_);
      const CellRefinement refinement =
          granted(flow.parameters(), {wish(flow.shared_space(), wanted)}, adaptivity_.halvings);
      if (refinement == refinement_of(flow.space())) break;
      flow = Flow::build(flow.parameters(), refined(refinement));
    }
    return begun(flow, options_);
  }

  /// From one output time to the next. A function of the trajectory and of `step` alone: a resumed run goes
  /// on with the same bits.
  void interval(Trajectory &trajectory, double &step) const
  {
    const std::shared_ptr<const Space> before = trajectory.spaces.back();
    std::vector<Wish> wanted{
        wish(before, demand(*before, base_.positive(), trajectory.states.back(), adaptivity_))};
    CellRefinement refinement = granted(base_.parameters(), wanted, adaptivity_.halvings);
    for (unsigned repeated = 0;; ++repeated) {
      const bool same = refinement == refinement_of(*before);
      const auto space = same ? before : refined(refinement);
      IntervalOnMesh found = interval_on(space, base_, trajectory, step, options_);
      const Demand arrived = demand(*space, base_.positive(), found.u, adaptivity_, leeway);
      wanted.push_back(wish(space, arrived));
      const CellRefinement better = granted(base_.parameters(), wanted, adaptivity_.halvings);
      if (arrived.resolution > leeway && repeated < adaptivity_.repetitions && finer(better, refinement)) {
        refinement = better;
        continue;
      }
      found.row.repeated = repeated;
      step = found.step;
      append(trajectory, found, options_);
      return;
    }
  }

  static bool finer(const CellRefinement &a, const CellRefinement &b)
  {
    std::size_t of_a = 0, of_b = 0;
    for (const auto &pass : a) of_a += pass.size();
    for (const auto &pass : b) of_b += pass.size();
    return of_a > of_b;
  }

  const Flow &base_;
  const EvolveOptions &options_;
  const Adaptivity adaptivity_;
  Checkpoint checkpoint_;
};
}  // namespace

Trajectory follow_the_state(const Flow &flow, const EvolveOptions &options)
{
  return AdaptiveEvolution(flow, options).result();
}

Trajectory evolve_adaptively(const Flow &flow, const EvolveOptions &options)
{
  const unsigned n = Adaptivity::read(flow.parameters()).even_halvings;
  if (n == 0) return follow_the_state(flow, options);
  return evolve_on(halved_evenly(flow.parameters(), pilot_meshes(flow, options), n), flow, options);
}

}  // namespace gammaflow
