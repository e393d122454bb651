// SPDX-License-Identifier: LGPL-2.1-or-later
// Geodesics as references with error bars, and at any time.
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/references/error_budget.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <cmath>
#include <iostream>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);

Parameters parameters_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(settings, "test");
  return p;
}

/// rho0 = 1 + 0.3 cos(2 pi x), xi0 = a cos(pi x) until t = 0.3 / (a pi^2), by characteristics:
/// rho(x + t xi0') (1 + t xi0'') = rho0(x).
const double a = 0.05, end = 0.3 / (a * pi * pi);
const std::string smooth =
    "geodesic/geometry = Wasserstein; geodesic/method = Hamiltonian; geodesic/potential = 0.05*cos(pi*x); "
    "initial state/formula = 1 + 0.3*cos(2*pi*x); domain/cells = 3; time/outputs = 2; time/end = " +
    text(end);

double by_characteristics(double y, double t)
{
  double x = y;
  for (int i = 0; i < 200; ++i) x = y + t * a * pi * std::sin(pi * x);
  return (1 + 0.3 * std::cos(2 * pi * x)) / (1 - t * a * pi * pi * std::cos(pi * x));
}
}  // namespace

// What is registered as known, against what is computed: states, and half of the squared speed, which is
// W2^2/2 of the ends. In the plane a potential that is neither radial nor along an axis.
TEST(KnownGeodesics, Gaussians)
{
  const auto known = known_solution("geodesics of Wasserstein: Gaussians");
  const Parameters p = parameters_of(known.examples.front() + "; domain/cells = 80; domain/degree = 5");
  const auto geodesic = make_evolution(p, make_space(p));
  const auto options = evolve_options(p);
  const Trajectory computed = geodesic->trajectory(options),
                   exact = geodesic->known()->trajectory(options.output_times);
  const auto w2 = Registry<Distance>::make("W2", {geodesic->shared_space(), nullptr});
  for (std::size_t n = 0; n < computed.times.size(); ++n) {
    EXPECT_LT(distance(computed.states[n], exact.states[n]), 1e-6) << n;
    EXPECT_NEAR(computed.ledger[n].energy, exact.ledger[n].energy, 1e-6);
  }
  EXPECT_NEAR(std::pow(w2->between(exact.states.front(), exact.states.back()), 2) / 2, exact.ledger[0].energy,
              1e-6);

  const Parameters plane = parameters_of(
      "geodesic/geometry = Wasserstein; geodesic/method = Hamiltonian; geodesic/potential = 0.1*x + 0.1*x^2 "
      "+ 0.05*x*y + 0.15*y^2; domain/dimension = 2; domain/lower = -6; domain/upper = 6; domain/cells = 18; "
      "domain/degree = 5; initial state/kind = Gaussian; initial state/mean = 0.2, -0.3; initial "
      "state/deviation = 0.7; time/outputs = 2; time/tolerance = 1e-6");
  const auto started = make_evolution(plane, make_space(plane));
  ASSERT_TRUE(started->known());
  const Trajectory there = started->trajectory(evolve_options(plane)),
                   affine = started->known()->trajectory(there.times);
  for (std::size_t n = 0; n < there.times.size(); ++n) {
    EXPECT_LT(distance(there.states[n], affine.states[n]), 2e-4) << n;
    EXPECT_NEAR(there.ledger[n].energy, affine.ledger[n].energy, 1e-5);
    EXPECT_NEAR(affine.ledger[n].mass, 1, 1e-6);
  }
  // must fail: the map of the other direction
  EXPECT_GT(distance(started->known()->state(-1), there.states.back()), 0.01);
}

// Bars of all examples cover the true errors in L1, L2 and Linf and are below the tolerance.
TEST(GeodesicReferences, CoverTheTrueError)
{
  for (const char *name : {"geodesics of Fisher-Rao", "geodesics of Wasserstein: Gaussians"}) {
    std::vector<CoverageCase> all;
    for (const auto &settings : known_solution(name).examples)
      for (const auto &c : coverage_of(name, settings, {1e-3, 1e-5})) {
        EXPECT_TRUE(c.reached) << settings;
        EXPECT_TRUE(c.covered()) << settings << " " << c.norm << " " << c.bar << " " << c.error;
        EXPECT_LE(c.bar, c.tolerance);
        all.push_back(c);
      }
    const auto summary = summary_of(all);
    std::cout << "  " << name << ": bar / error " << summary.median_excess << " in the median" << std::endl;
    EXPECT_TRUE(summary.kept());
  }
}

// The Hamiltonian system of Wasserstein converges more slowly than its elements interpolate; the bars see
// that. Must fail: with the order of interpolation taken for granted, they would not cover the error.
TEST(GeodesicReferences, SeeTheOrderOfTheHamiltonianSystem)
{
  for (const std::string degree : {"3", "4", "5"}) {
    const CertifiedEvolution run = certified_evolution(
        parameters_of(smooth + "; reference/degree = as given; domain/degree = " + degree), 1e-4);
    ASSERT_TRUE(run.reached) << run.reason;
    const Trajectory &found = run.evolution();
    Parameters p = run.parameters;
    p.set("domain", "degree", "8");
    const auto space = make_space(p, 1);
    bool too_small = false;
    for (const NormError &bar : run.errors) {
      const std::size_t n = bar.time == found.times.back() ? 2 : 1;
      const Vector exact = space->sample([&](const Point &x) { return by_characteristics(x[0], bar.time); });
      const double error = Registry<Distance>::make(bar.norm, {space, nullptr})
                               ->between(carried(found.states[n], *found.space, *space), exact);
      EXPECT_LE(error, bar.bar()) << degree << " " << bar.norm;
      EXPECT_GT(30 * error, bar.bar()) << degree << " " << bar.norm;
      if (bar.norm == "Linf")
        EXPECT_GT(bar.space.contraction, std::pow(2, -double(run.degree()) - 0.5)) << degree;
      const double r = std::pow(2, -double(run.degree()) - 1);  // of interpolation
      too_small |=
          bar.space.value / bar.space.contraction * (1 - bar.space.contraction) * r / (1 - r) < error;
    }
    EXPECT_TRUE(too_small) << degree;
  }
}

// Between outputs both methods are as accurate as at them, and events are found there.
TEST(GeodesicReferences, AtAnyTime)
{
  const std::string events = "; observables/events = u(0.25) = 1.2; observables/quantities = energy | mass";
  for (const std::string method : {"closed form", "Hamiltonian"}) {
    const Parameters p = parameters_of(known_solution("geodesics of Fisher-Rao").examples.front() + events +
                                       "; geodesic/method = " + method);
    const auto geodesic = make_evolution(p, make_space(p));
    const auto options = evolve_options(p);
    const Trajectory trajectory = geodesic->trajectory(options);
    const auto dense = geodesic->dense(options, trajectory);
    for (const double t : {0.05, 0.4, 0.9, 1.})
      EXPECT_LT(distance(dense->state(t), geodesic->known()->state(t)), 1e-7) << method << " " << t;
    const auto times = event_times(*geodesic, trajectory, 1e-8);
    const Vector then = geodesic->known()->state(times.at(0));
    EXPECT_NEAR(geodesic->space().evaluate(then, {0.25, 0, 0}), 1.2, 1e-7) << method;
    const auto values = observed(observables_of(*geodesic), trajectory);
    EXPECT_EQ(values[2][0], trajectory.ledger[2].energy);
    EXPECT_NEAR(values[2][1], trajectory.ledger[2].mass, 1e-14);
  }
  const Parameters p = parameters_of(smooth + "; domain/cells = 16; domain/degree = 6");
  const auto geodesic = make_evolution(p, make_space(p));
  const auto options = evolve_options(p);
  const Trajectory trajectory = geodesic->trajectory(options);
  const auto dense = geodesic->dense(options, trajectory);
  for (const double t : {0.1 * end, 0.7 * end})
    EXPECT_LT(distance(dense->state(t),
                       geodesic->space().sample([&](const Point &x) { return by_characteristics(x[0], t); })),
              1e-4);
}

// A shock or a vacuum before the end is named with its time, whatever the mesh.
TEST(GeodesicReferences, ShocksAndVacuumAreNumericalFailures)
{
  try {
    certified_evolution(parameters_of(smooth + "; domain/degree = 4; time/end = 3"), 1e-3);
    FAIL();
  } catch (const NumericalFailure &failure) {
    EXPECT_NE(std::string(failure.what()).find("ends at t = 2.0"), std::string::npos) << failure.what();
    EXPECT_NE(std::string(failure.what()).find("shock"), std::string::npos);
  }
  // mass that leaves a wall, and mass that runs against it; where there is none, neither walls nor a shock
  // count
  const std::string on_interval = smooth + "; domain/degree = 4; geodesic/potential = ";
  const auto end_of = [](const std::string &settings) {
    const Parameters p = parameters_of(settings);
    try {
      make_evolution(p, make_space(p))->foresee();
    } catch (const NumericalFailure &failure) {
      return std::string(failure.what());
    }
    return std::string();
  };
  EXPECT_NE(end_of(on_interval + "x - x^2/2").find("t = 0, before the last output"), std::string::npos);
  EXPECT_NE(end_of(on_interval + "x - x^2/2").find("wall at x = 0, and a vacuum"), std::string::npos);
  EXPECT_NE(end_of(on_interval + "x^2/2").find("a shock"), std::string::npos);
  EXPECT_EQ(end_of(known_solution("geodesics of Wasserstein: Gaussians").examples.back()), "");
  EXPECT_EQ(end_of(smooth), "");
}
