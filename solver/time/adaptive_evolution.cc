#include <gammaflow/time/adaptivity.h>
#include <gammaflow/time/checkpoint.h>
#include <gammaflow/time/interval.h>
#include <gammaflow/time/invariants.h>

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
    Trajectory trajectory;
    double step = 0;
    if (!checkpoint_.read(trajectory, step)) start(trajectory);
    while (trajectory.times.size() < options_.output_times.size()) {
      interval(trajectory, step);
      if (trajectory.times.size() < options_.output_times.size()) checkpoint_.write(trajectory, step);
    }
    checkpoint_.remove();
    return trajectory;
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
  void start(Trajectory &trajectory) const
  {
    Flow flow = base_;
    for (unsigned pass = 0; pass <= adaptivity_.halvings; ++pass) {
      const Demand wanted = demand(flow, flow.initial_state(), adaptivity_);
      const CellRefinement refinement =
          granted(flow.parameters(), {wish(flow.shared_space(), wanted)}, adaptivity_.halvings);
      if (refinement == refinement_of(flow.space())) break;
      flow = Flow::build(flow.parameters(), refined(refinement));
    }
    FlowIntegration integration(flow, options_);
    LedgerRow row = first_row(flow, integration, options_);
    const Demand wanted = demand(flow, flow.initial_state(), adaptivity_);
    row.resolution = wanted.resolution;
    row.wanted_length = wanted.wanted_length;
    trajectory.space = flow.shared_space();
    trajectory.gradient_structure = flow.gradient_structure();
    trajectory.times.push_back(0);
    trajectory.spaces.push_back(flow.shared_space());
    trajectory.states.push_back(flow.initial_state());
    trajectory.ledger.push_back(row);
  }

  /// From one output time to the next. A function of the trajectory and of `step` alone: a resumed run goes
  /// on with the same bits.
  void interval(Trajectory &trajectory, double &step) const
  {
    const std::size_t k = trajectory.times.size();
    const std::shared_ptr<const Space> before = trajectory.spaces.back();
    const Vector &u_before = trajectory.states.back();
    const LedgerRow &row_before = trajectory.ledger.back();
    // energy and dissipated energies, as the last row found them, less the error of their balance
    const double balance = row_before.energy + row_before.primal_dissipated + row_before.dual_dissipated -
                           row_before.edb_residual;
    const Flow here = Flow::build(base_.parameters(), before).started_from(u_before);
    std::vector<Wish> wanted{wish(before, demand(here, u_before, adaptivity_))};
    CellRefinement refinement = granted(base_.parameters(), wanted, adaptivity_.halvings);
    for (unsigned repeated = 0;; ++repeated) {
      const bool same = refinement == refinement_of(*before);
      const auto space = same ? before : refined(refinement);
      Flow flow = same ? here : Flow::build(base_.parameters(), space);
      Transfer moved{u_before, 0};
      if (!same) moved = transfer(flow, *before, u_before, *space);
      flow = flow.started_from(moved.u);
      const double jump = same ? 0 : flow.energy().value(moved.u) - row_before.energy;
      FlowIntegration integration(flow, options_);
      Vector u = moved.u;
      // What interpolation left is as rough as the cells: its time scales are resolved anew.
      double next_step = same ? step : 0;
      LedgerRow row = advance(flow, integration, options_, row_before, balance + jump,
                              options_.output_times[k], u, next_step);
      const Demand arrived = demand(flow, u, adaptivity_, leeway);
      wanted.push_back(wish(space, arrived));
      const CellRefinement better = granted(base_.parameters(), wanted, adaptivity_.halvings);
      if (arrived.resolution > leeway && repeated < adaptivity_.repetitions && finer(better, refinement)) {
        refinement = better;
        continue;
      }
      row.transfer_mass = moved.mass_change;
      row.transfer_energy = jump;
      row.resolution = arrived.resolution;
      row.wanted_length = arrived.wanted_length;
      row.repeated = repeated;
      check_invariants(flow, u, row, &row_before, options_.tolerance);
      step = next_step;
      trajectory.times.push_back(options_.output_times[k]);
      trajectory.spaces.push_back(space);
      trajectory.states.push_back(u);
      trajectory.ledger.push_back(row);
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

Trajectory evolve_adaptively(const Flow &flow, const EvolveOptions &options)
{
  return AdaptiveEvolution(flow, options).result();
}

}  // namespace gammaflow
