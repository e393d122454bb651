// SPDX-License-Identifier: LGPL-2.1-or-later
// Meshes that follow the state, over all processes.
#include <gammaflow/evolutions/flow_evolution.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/adaptivity.h>

#include "tests/distributed/adapted_flows.h"

using namespace gammaflow;
using namespace gammaflow::testing;

// The mesh is a function of its cells, distributed or not; there and back over several halvings at once.
TEST(DistributedAdaptivity, TransferIsTheSame)
{
  for (const std::string &domain : {square + "4", disk, corner, refined_disk}) {
    SCOPED_TRACE(domain);
    const Parameters parameters = parameters_of(domain.substr(2));
    const auto base = make_serial_space(parameters),
               all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
    std::vector<int> left, right;
    const std::size_t cells = cell_lengths(*base).size();
    for (std::size_t k = 0; k < cells; ++k) {
      left.push_back(k < 3 ? 3 : 0);
      right.push_back(k + 3 > cells ? 2 : 0);
    }
    const CellRefinement a = granted(parameters, {{base, left}}, 3),
                         b = granted(parameters, {{base, right}}, 3);
    EXPECT_EQ(granted(parameters, {{all, left}}, 3), a);
    const auto f = [](const Point &x) { return 2 + std::sin(5 * x[0] + 3 * x[1]) + x[2]; };
    std::shared_ptr<const Space> from = base, from_all = all;
    Vector u = base->sample(f), v = all->sample(f);
    for (const CellRefinement &next : {a, b, CellRefinement(), b, a}) {
      const auto to = make_refined_space(parameters, next),
                 to_all = make_refined_space(parameters, next, MPI_COMM_WORLD);
      EXPECT_EQ(refinement_of(*to_all), next);
      ASSERT_EQ(to_all->n_global_nodes(), to->n_nodes());
      u = transferred(parameters, *from, u, *to);
      v = transferred(parameters, *from_all, v, *to_all);
      const bool curved = domain == disk || domain == refined_disk;
      EXPECT_LT(difference(*to_all, v, *to, u), curved ? 1e-10 : 1e-12);
      from = to;
      from_all = to_all;
    }
    // what one process wishes for, its neighbours hear
    const auto lengths = cell_lengths(*from_all);
    const std::vector<double> relative = relative_lengths(*from_all, v, 1),
                              alone = relative_lengths(*from, u, 1);
    std::vector<int> own, of_all;
    for (const double l : relative) own.push_back(int(std::floor(10 * l + 0.3)));
    for (const double l : alone) of_all.push_back(int(std::floor(10 * l + 0.3)));
    EXPECT_EQ(from_all->sum(double(lengths.size())), double(alone.size()));
    for (const unsigned layers : {0u, 2u})
      EXPECT_EQ(spread(parameters, from_all, own, layers).halvings,
                spread(parameters, from, of_all, layers).halvings);
  }
}

// Meshes, states and ledger agree with the serial run.
TEST(DistributedAdaptivity, FlowsAreTheSame)
{
  for (const FlowCase &c :
       {FlowCase{"interface", slanted_interface, 20}, FlowCase{"drift", slanted_drift, 1e-3},
        FlowCase{"driven front",
                 oblique.settings() + "; observables/events = u(0.52, 0.3) = 0 | u(0.5, 0.3) = 0 | mass = 3",
                 end_of_driven}}) {
    SCOPED_TRACE(c.name);
    const Parameters parameters = parameters_of(c.settings + following_square);
    const Flow alone = Flow::build(parameters, make_serial_space(parameters));
    const Trajectory serial = evolve(alone, options_of(c.end));
    const std::vector<double> times = event_times(FlowEvolution(alone), serial, 1e-5);
    EXPECT_GT(serial.ledger[2].nodes, serial.space->n_nodes() / 2);
    for (const MPI_Comm communicator : {MPI_COMM_SELF, MPI_COMM_WORLD}) {
      const Flow flow = Flow::build(parameters, make_distributed_space(parameters, 0, communicator));
      const Trajectory other = evolve(flow, options_of(c.end));
      if (flow.gradient_structure()) {
        EXPECT_LT(ledger_difference(other, serial), 1e-10);
      }
      const std::vector<double> times_there = event_times(FlowEvolution(flow), other, 1e-5);
      EXPECT_EQ(times.size(), flow.gradient_structure() ? 0u : 3u);
      for (std::size_t k = 0; k < times.size(); ++k) {
        EXPECT_EQ(std::isnan(times_there[k]), std::isnan(times[k]));
        if (!std::isnan(times[k])) {
          EXPECT_NEAR(times_there[k], times[k], 1e-9);
        }
      }
      for (std::size_t k = 0; k < serial.states.size(); ++k) {
        EXPECT_EQ(refinement_of(*other.spaces[k]), refinement_of(*serial.spaces[k])) << k;
        EXPECT_LT(difference(*other.spaces[k], other.states[k], *serial.spaces[k], serial.states[k]), 1e-10);
        EXPECT_NEAR(other.ledger[k].transfer_energy, serial.ledger[k].transfer_energy, 1e-10);
        EXPECT_NEAR(other.ledger[k].transfer_mass, serial.ledger[k].transfer_mass, 1e-10);
        EXPECT_NEAR(other.ledger[k].resolution, serial.ledger[k].resolution, 1e-8);
        EXPECT_NEAR(other.ledger[k].wanted_length, serial.ledger[k].wanted_length, 1e-8);
        EXPECT_EQ(other.ledger[k].nodes, serial.ledger[k].nodes);
        EXPECT_EQ(other.ledger[k].repeated, serial.ledger[k].repeated);
      }
    }
  }
}
