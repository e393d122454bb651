// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/flow_evolution.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <algorithm>
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// u = pi + (u0 - pi) e^-t.
Flow relaxing(const std::string &quantities, const std::string &events = "")
{
  return make_flow("inclusive-KL", "Fisher-Rao",
                   "initial state/formula = 2 + x; target/formula = 1 + x; observables/quantities = " +
                       quantities + "; observables/events = " + events);
}
}  // namespace

// Every kind of quantity against what it is for u = 1 + x + e^-t on (0, 1).
TEST(Observables, Values)
{
  const Flow flow = relaxing(
      "mass | mean | minimum | maximum | middle: u(0.5) | u(1/3) | L2 to 1 + x | L2 to 1 + x + exp(-t) | "
      "integral of x*u | energy | primal dissipation | balance");
  const auto observables = observables_of(FlowEvolution(flow));
  ASSERT_EQ(observables.size(), 12u);
  EXPECT_EQ(observables[4].name, "middle");
  EXPECT_EQ(observables[5].name, "u(1/3)");
  const Trajectory trajectory = evolve(flow, options_for(1, 1e-10));
  const auto values = observed(observables, trajectory);
  for (std::size_t n = 0; n < values.size(); ++n) {
    const double e = std::exp(-trajectory.times[n]);
    const std::vector<double> expected = {
        1.5 + e,    1.5 + e, 1 + e, 2 + e,          1.5 + e,
        4. / 3 + e, e,       0,     5. / 6 + e / 2, trajectory.ledger[n].energy};
    for (std::size_t k = 0; k < expected.size(); ++k)
      EXPECT_NEAR(values[n][k], expected[k], 1e-8) << observables[k].text;
    EXPECT_EQ(values[n][10], trajectory.ledger[n].primal_dissipated);
    EXPECT_EQ(values[n][11], trajectory.ledger[n].edb_residual);
  }
}

// Event times, with names and without, one that never comes; on a general mesh a point value too.
TEST(Observables, Events)
{
  const Flow flow = relaxing("", "half: u(0.5) = 1.5 + exp(-0.4) | mass = 2 | mass = 7 | L2 to 1 + x = 0.5");
  const auto events = events_of(FlowEvolution(flow));
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].name, "half");
  EXPECT_EQ(events[1].name, "mass = 2");
  const Parameters &p = flow.parameters();
  const Trajectory trajectory = evolve(flow, evolve_options(p));
  const auto times = event_times(FlowEvolution(flow), trajectory, p.number("time", "tolerance"));
  EXPECT_NEAR(times[0], 0.4, 1e-7);
  EXPECT_NEAR(times[1], std::log(2.), 1e-7);
  EXPECT_TRUE(std::isnan(times[2]));
  EXPECT_NEAR(times[3], std::log(2.), 1e-7);

  Parameters disk;
  disk.assign_all(
      "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk; domain/lower = -1; "
      "domain/mesh refinements = 1; energy/name = inclusive-KL; initial state/formula = 2 + x; "
      "target/formula = 1 + x; observables/events = u(0.3, -0.2) = 1.8",
      "test");
  const Flow round = make_flow(disk);
  EXPECT_NEAR(event_times(FlowEvolution(round), evolve(round, evolve_options(disk)), 1e-8).at(0),
              std::log(2.), 1e-6);
}

// Events that are seen while the evolution is computed, and then looked for from its start again; a limit of
// time that does not hold for that, or takes what is not located for what does not happen.
TEST(Observables, EventsAreLocatedBetweenTheStepsThatAreKnown)
{
  for (const std::string flow_of : {"Fisher-Rao", "L2"}) {
    const Flow flow = make_flow("inclusive-KL", flow_of,
                                "initial state/formula = 2 + x; target/formula = 1 + x; observables/events = "
                                "u(0.5) = 2.4 | mass = 7 | u(0.5) = 2.3");
    const FlowEvolution evolution(flow);
    EvolveOptions options = evolve_options(flow.parameters());
    EventWatch watch(evolution);
    options.on_step = [&](double t, const Vector &u) { watch.look(t, u); };
    const Trajectory trajectory = evolve(flow, options);
    const auto anew = event_times(evolution, trajectory, options.tolerance);
    EXPECT_TRUE(watch.crossings(2 * options.output_times.back()).empty());
    unsigned calls = 0, calls_anew = 0;
    EventSearch search, from_the_start;
    search.known = watch.crossings(options.output_times.back());
    ASSERT_EQ(search.known.size(), 3u);
    search.progress = [&](double) { ++calls; };
    from_the_start.progress = [&](double) { ++calls_anew; };
    const auto found = located_events(evolution, trajectory, options.tolerance, search);
    located_events(evolution, trajectory, options.tolerance, from_the_start);
    EXPECT_LT(calls, calls_anew) << flow_of;
    for (std::size_t k : {0u, 2u}) {
      EXPECT_NEAR(found[k].time, anew[k], 1e-7) << flow_of;
      EXPECT_EQ(found[k].uncertainty, 0);
    }
    EXPECT_TRUE(std::isnan(found[1].time));

    search.progress = from_the_start.progress = [](double) { throw TimeIsOver(); };
    const auto late = located_events(evolution, trajectory, options.tolerance, search),
               never_seen = located_events(evolution, trajectory, options.tolerance, from_the_start);
    for (std::size_t k : {0u, 2u}) {
      EXPECT_GT(late[k].uncertainty, 0);
      EXPECT_LE(std::abs(late[k].time - anew[k]), late[k].uncertainty);
      EXPECT_TRUE(std::isinf(never_seen[k].time));
    }
    EXPECT_TRUE(std::isnan(late[1].time));
  }
}

// The error bars of quantities and event times of a reference cover their errors, and are not absurd.
TEST(Observables, ErrorBars)
{
  unsigned cases = 0, covered = 0;
  std::vector<double> excess;
  // degrees, tolerances, places: the place of a point in its cell changes from mesh to mesh
  for (const std::string degree : {"2", "3", "4"})
    for (const double tolerance : {1e-3, 1e-5, 1e-7})
      for (const double x : {0.13, 0.3, 0.77}) {
        Parameters p;
        p.assign_all(
            "energy/name = inclusive-KL; domain/cells = 2; initial state/formula = 2 + sin(3*x); "
            "target/formula = 1 + sin(3*x); observables/events = u(" +
                text(x) + ") = sin(3*" + text(x) + ") + 1.5; domain/degree = " + degree,
            "test");
        const CertifiedEvolution run = certified_evolution(p, tolerance);
        ASSERT_TRUE(run.reached);
        double found = 0;
        const auto bars =
            quantity_errors(run,
                            [&](const Trajectory &trajectory, double time_tolerance) {
                              const auto evolution = make_evolution(run.parameters, trajectory.space);
                              const double time = event_times(*evolution, trajectory, time_tolerance).at(0);
                              if (&trajectory == &run.evolution()) found = time;
                              return std::vector<std::vector<double>>{{time}};
                            },
                            {true, {true}});
        ++cases;
        const double error = std::abs(found - std::log(2.));
        covered += error <= bars[0][0].value + 1e-12 ? 1 : 0;
        excess.push_back(bars[0][0].value / std::max(error, 1e-12));
      }
  std::sort(excess.begin(), excess.end());
  std::cout << covered << " of " << cases << " event times covered, bar / error " << excess[excess.size() / 2]
            << " in the median" << std::endl;
  EXPECT_GE(covered, 0.95 * cases);
  // Larger than for norms: a bar for a point must cover the worst place that it may have in its cell.
  EXPECT_LE(excess[excess.size() / 2], 30);
}

// "or" in a formula does not end a quantity; a distance that wants equal masses has them between the nodes.
TEST(Observables, FormulasWithOrAndDistancesOfDensities)
{
  const Flow flow = make_flow(
      "KL", "spherical Fisher-Rao",
      "domain/cells = 4; domain/degree = 2; initial state/formula = 1 + 0.5*sin(2*pi*x); target/formula = 1; "
      "observables/quantities = mid: integral of if(x < 0.25 || x > 0.75, 0, u) | W2 to 1 + 0.5*sin(2*pi*x) "
      "| "
      "L1 to 1 + 0.5*sin(2*pi*x) | Hellinger to 1 + 0.5*sin(2*pi*x)");
  const auto observables = observables_of(FlowEvolution(flow));
  ASSERT_EQ(observables.size(), 4u);
  const auto value = [&](std::size_t k) { return observables[k].value(0, flow.initial_state(), nullptr); };
  EXPECT_NEAR(value(0), 0.5, 0.2);            // a jump at nodes
  for (const std::size_t k : {1u, 2u, 3u}) {  // what elements of degree 2 leave between their nodes
    EXPECT_GT(value(k), 1e-4) << observables[k].text;
    EXPECT_LT(value(k), 2e-2) << observables[k].text;
  }
}

// Below its least nodal value a state is still that state; a formula of nearly the same mass, what a coarse
// mesh makes of the same density, is compared all the same, one of another mass is refused before anything is
// run.
TEST(Observables, DistancesOfStatesBetweenTheirNodes)
{
  const auto flow_with = [](const std::string &formula, const std::string &quantity) {
    return make_flow("KL", "spherical Fisher-Rao",
                     "domain/cells = 8; domain/degree = 4; target/formula = 1; initial state/formula = " +
                         formula + "; observables/quantities = " + quantity);
  };
  const auto value = [](const Flow &flow) {
    return observables_of(FlowEvolution(flow)).at(0).value(0, flow.initial_state(), nullptr);
  };
  // The minimum, in the middle between two nodes, is 1e-3 below the nearest of them.
  const std::string hole = "0.01 + (x - 0.46)^2";
  EXPECT_LT(value(flow_with(hole, "Linf to 0.01 + (x - 0.46)^2")), 1e-12);
  const std::string bump = "1 + 0.5*sin(2*pi*x)";
  EXPECT_LT(value(flow_with(bump, "W2 to 1.0001*(" + bump + ")")), 1e-3);
  const Flow other = flow_with(bump, "W2 to 1.2*(" + bump + ")");
  EXPECT_THROW(observables_of(FlowEvolution(other)), InputError);
}

TEST(Observables, WhatCannotBeMeantIsRefused)
{
  for (const std::string text :
       {"entropy", "u(0.5, 0.5)", "u(2)", "u(y)", "L3 to x", "L2 to x +", "integral of v"})
    EXPECT_THROW(observables_of(FlowEvolution(relaxing(text))), InputError) << text;
  for (const std::string text : {"energy", "balance = 1", "energy = a", "u(0.5) ="})
    EXPECT_THROW(events_of(FlowEvolution(relaxing("", text))), InputError) << text;
}
