// SPDX-License-Identifier: LGPL-2.1-or-later
// What is given at the boundary, what is measured, and integrators that balance energy, on meshes that are
// distributed over processes.
#include <gammaflow/densities/density.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/references/sampled_data.h>

#include "tests/distributed/comparison.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// States of runs on this mesh, serial, on each process alone, and over all processes.
void expect_the_same(const FlowCase &c, const std::string &domain, const std::string &integrator,
                     double tolerance)
{
  SCOPED_TRACE(c.name + domain);
  const Parameters parameters = parameters_of(c.settings + domain);
  const Trajectory serial =
      evolution(parameters, make_serial_space(parameters), c.end, integrator, tolerance);
  for (const MPI_Comm communicator : {MPI_COMM_SELF, MPI_COMM_WORLD}) {
    const Trajectory other = evolution(parameters, make_distributed_space(parameters, 0, communicator), c.end,
                                       integrator, tolerance);
    if (serial.gradient_structure) EXPECT_LT(ledger_difference(other, serial), 1e-10);
    EXPECT_LT(difference(*other.space, other.states.back(), *serial.space, serial.states.back()), 1e-10);
    EXPECT_EQ(other.ledger[1].steps, serial.ledger[1].steps);
  }
}
}  // namespace

// Energy-preserving collocation: the same, and the balance closes to the tolerance of the solver.
TEST(DistributedBalance, FlowsAreTheSame)
{
  for (const FlowCase &c : flow_cases())
    for (const std::string integrator : {"avf", "cpg2"}) {
      if (c.name != "KL in Wasserstein" && c.name != "Allen-Cahn" && c.name != "Cahn-Hilliard") continue;
      expect_the_same({c.name + " " + integrator, c.settings, c.end / 10}, c.name[0] == 'K' ? disk : box,
                      integrator, integrator == "avf" ? 1e-3 : 1e-4);
      const Parameters parameters = parameters_of(c.settings + disk);
      const Trajectory run = evolution(parameters, make_distributed_space(parameters, 0, MPI_COMM_WORLD),
                                       c.end / 10, integrator, 1e-2);
      EXPECT_LT(balance_error(run), 1e-11) << c.name;
    }
}

// Values that depend on place and time, on the whole boundary and on a side of it; with a source.
TEST(DistributedForcing, FlowsAreTheSame)
{
  const std::string heat = "energy/name = Dirichlet; geometry/name = L2; initial state/formula = 1 + x*y; ",
                    interface =
                        "energy/name = Ginzburg-Landau; energy/kappa = 0.01; geometry/name = L2; initial "
                        "state/formula = 0.2*x; ";
  const FlowCase around{"boundary", heat + "boundary/elsewhere = 1 + x*y + sin(20*t)", 0.05},
      sides{"sides", interface + "boundary/left = cos(3*y)*exp(-t); boundary/right = 1 + t", 0.2},
      driven{"source", heat + "source/formula = x*exp(-5*t); boundary/elsewhere = 1", 0.05};
  for (const std::string &domain : {disk, corner, refined_disk})
    expect_the_same(around, domain, "auto", 1e-6);
  expect_the_same(sides, box, "auto", 1e-6);
  expect_the_same(sides, corner, "auto", 1e-6);
  expect_the_same(driven, refined_disk, "auto", 1e-6);
}

// A node at a corner whose boundary faces belong to cells of another process.
TEST(DistributedForcing, AllNodesOfTheBoundaryAreFound)
{
  for (const std::string &domain : {disk, corner, refined_disk, refined_corner}) {
    const Parameters parameters = parameters_of(domain.substr(2));
    const auto serial = make_serial_space(parameters),
               all = make_distributed_space(parameters, 0, MPI_COMM_WORLD);
    const auto marked = [](const Space &space) {
      Vector mark = space.zero();
      const std::vector<bool> at_boundary = space.at_boundary();
      for (std::size_t i = 0; i < at_boundary.size(); ++i) data(mark)[i] = at_boundary[i];
      return mark;
    };
    EXPECT_EQ(difference(*all, marked(*all), *serial, marked(*serial)), 0) << domain;
  }
  if (processes() == 1) return;
  // a side that the domain has, but not each process
  const Parameters left =
      parameters_of("energy/name = Dirichlet; geometry/name = L2; boundary/left = 1" + box);
  const Flow flow = Flow::build(left, make_space(left));
  EXPECT_TRUE(flow.has_boundary_values());
  EXPECT_TRUE(flow.space().everywhere(flow.has_boundary_values()));
  EXPECT_EQ(flow.space().sum(double(flow.forcing()->nodes().size())), 13);  // 2 x 2 cells of degree 3
}

// Numbers and times of events, one of which never comes.
TEST(DistributedObservables, NumbersAreTheSame)
{
  const FlowCase c = flow_cases().front();
  const std::string asked =
      "; observables/quantities = energy | mass | mean | minimum | maximum | dual dissipation | balance | "
      "u(0.5, 0.5) | u(0.3, 0.41) | L1 to 1 + x | L2 to 1 + x*t | Linf to y | Hellinger to 1 + x | KL to 1 + "
      "y | "
      "integral of x*u^2*(1 + t); observables/events = u(0.5, 0.6) = 1 | L2 to 1 = 0.45 | mass = 7";
  for (const std::string &domain : {disk, refined_disk}) {
    const Parameters parameters = parameters_of(c.settings + domain + asked);
    const auto measured = [&](std::shared_ptr<const Space> space) {
      const auto flow = make_evolution(parameters, space);
      const Trajectory run = evolution(parameters, space, c.end);
      auto numbers = observed(observables_of(*flow), run);
      numbers.push_back(event_times(*flow, run, 1e-6));
      return numbers;
    };
    const auto serial = measured(make_serial_space(parameters)),
               all = measured(make_distributed_space(parameters, 0, MPI_COMM_WORLD));
    for (std::size_t n = 0; n < serial.size(); ++n)
      for (std::size_t k = 0; k < serial[n].size(); ++k) {
        if (std::isnan(serial[n][k]))
          EXPECT_TRUE(std::isnan(all[n][k])) << n << " " << k;
        else
          EXPECT_NEAR(all[n][k], serial[n][k], 1e-10) << domain << n << " " << k;
      }
    EXPECT_FALSE(std::isnan(serial.back()[0]));
    EXPECT_TRUE(std::isnan(serial.back()[2]));
  }
  const Parameters outside = parameters_of(c.settings + disk + "; observables/quantities = u(3, 3)");
  EXPECT_THROW(observables_of(*make_evolution(outside, make_distributed_space(outside, 0, MPI_COMM_WORLD))),
               InputError);
}

// What meshes miss of a jump, which no node of theirs shows.
TEST(DistributedReferences, WhatMeshesMissOfTheDataIsTheSame)
{
  const Parameters parameters = parameters_of(
      "energy/name = Dirichlet; geometry/name = L2; initial state/formula = if(x < 0.37, 2, 1)" + disk);
  const auto sampled = [&](const auto &make) {
    CertifiedEvolution run;
    run.parameters = parameters;
    for (const unsigned level : {2u, 1u, 0u}) {
      const std::shared_ptr<const Space> space = make(level);
      Trajectory start;
      start.space = space;
      start.times = {0};
      start.states = {make_density(parameters, "initial state", *space, false)};
      run.levels.push_back(std::make_shared<const Trajectory>(start));
    }
    return sampled_data(run);
  };
  const SampledData serial = sampled([&](unsigned level) { return make_serial_space(parameters, level); }),
                    all = sampled([&](unsigned level) {
                      return make_distributed_space(parameters, level, MPI_COMM_WORLD);
                    });
  ASSERT_EQ(all.initial.missed.size(), 3u);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_GT(serial.initial.missed[k], 1e-3);
    EXPECT_NEAR(all.initial.missed[k], serial.initial.missed[k], 1e-10);
  }
  EXPECT_NEAR(all.initial.seen, serial.initial.seen, 1e-10);
  EXPECT_GT(all.contraction(3), 0.3);
}
