// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/evolutions/geodesics/hamiltonian.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);

Vector bump(const Space &space, double mean, double deviation)
{
  return space.sample([=](const Point &x) {
    return std::exp(-std::pow((x[0] - mean) / deviation, 2) / 2) / (deviation * std::sqrt(2 * pi));
  });
}
Trajectory hamiltonian(HamiltonianGeometry geometry, const std::shared_ptr<const Space> &space,
                       const Vector &rho0, const Vector &xi0, const std::vector<double> &times,
                       double tolerance)
{
  EvolveOptions options;
  options.output_times = times;
  options.tolerance = tolerance;
  return hamiltonian_geodesic(HamiltonianSystem(geometry, space, rho0, xi0, options), space, times);
}

Trajectory from(const Parameters &p)
{
  return make_evolution(p, make_space(p))->trajectory(evolve_options(p));
}
}  // namespace

// The length of the curve is the distance, its speed is constant, and the Hamiltonian system follows it in
// proportion to the tolerance. Must fail: the straight line between the densities is longer.
TEST(Geodesics, FisherRao)
{
  const auto space = make_box(2, 4, 3);
  const Vector rho0 = space->sample([](const Point &x) { return 1 + 0.5 * std::sin(3 * x[0]) * x[1]; }),
               rho1 = space->sample([](const Point &x) { return std::exp(-x[0] + x[1]); });
  const auto geodesic = fisher_rao_geodesic(rho0, rho1);
  EXPECT_LT(distance(geodesic->state(0), rho0), 1e-14);
  EXPECT_LT(distance(geodesic->state(1), rho1), 1e-14);
  const auto hellinger = Registry<Distance>::make("Hellinger", {space, nullptr});
  double length = 0, straight = 0;
  const int pieces = 200;
  for (int k = 0; k < pieces; ++k) {
    const double s0 = double(k) / pieces, s1 = double(k + 1) / pieces;
    const double piece = hellinger->between(geodesic->state(s0), geodesic->state(s1));
    EXPECT_NEAR(piece * pieces, hellinger->between(rho0, rho1), 1e-9);
    length += piece;
    Vector a = rho0, b = rho0;
    a.sadd(1 - s0, s0, rho1);
    b.sadd(1 - s1, s1, rho1);
    straight += hellinger->between(a, b);
  }
  EXPECT_NEAR(length, hellinger->between(rho0, rho1), 1e-9);
  EXPECT_GT(straight, 1.001 * length);

  for (const double tolerance : {1e-6, 1e-10}) {
    const Trajectory trajectory = hamiltonian(HamiltonianGeometry::fisher_rao, space, rho0,
                                              geodesic->initial_potential(), {0, 0.3, 1}, tolerance);
    for (std::size_t n = 0; n < 3; ++n) {
      EXPECT_LT(distance(trajectory.states[n], geodesic->state(trajectory.times[n])), 30 * tolerance);
      EXPECT_NEAR(trajectory.ledger[n].energy, trajectory.ledger[0].energy, 30 * tolerance);
    }
  }
  // 1 + s xi0/2 reaches zero
  Vector xi = rho0;
  xi = -4.;
  EXPECT_DOUBLE_EQ(*time_of_breakdown(HamiltonianGeometry::fisher_rao, *space, rho0, xi), 0.5);
  EXPECT_THROW(hamiltonian(HamiltonianGeometry::fisher_rao, space, rho0, xi, {0, 1}, 1e-6), NumericalFailure);
}

// Between Gaussians mean and deviation are interpolated linearly (up to tails at the walls), with the order
// of the elements; W2 from the start is proportional to s. Must fail: the mixture is not on the way.
TEST(Geodesics, WassersteinGaussians)
{
  for (const unsigned degree : {2u, 3u}) {
    double errors[2];
    for (const unsigned k : {0u, 1u}) {
      const auto space = make_box(1, 40u << k, degree, false, 0, -6, 6);
      const Vector rho0 = bump(*space, -0.5, 0.6), rho1 = bump(*space, 0.7, 0.9);
      const auto geodesic = wasserstein_geodesic(space, rho0, rho1);
      errors[k] = distance(geodesic->state(0.4), bump(*space, -0.5 + 0.4 * 1.2, 0.6 + 0.4 * 0.3));
      if (k == 0) continue;
      EXPECT_LT(distance(geodesic->state(0), rho0), 1e-9);
      EXPECT_LT(distance(geodesic->state(1), rho1), 1e-9);
      const auto w2 = Registry<Distance>::make("W2", {space, nullptr});
      EXPECT_NEAR(w2->between(rho0, geodesic->state(0.4)), 0.4 * w2->between(rho0, rho1), 1e-4);
      EXPECT_NEAR(space->integrate(geodesic->state(0.4)), space->integrate(rho0), 1e-6);
      Vector mixture = rho0;
      mixture.sadd(0.6, 0.4, rho1);
      EXPECT_GT(w2->between(rho0, mixture), 1.1 * 0.4 * w2->between(rho0, rho1));
    }
    std::cout << "  degree " << degree << ": error " << errors[1] << ", order "
              << std::log2(errors[0] / errors[1]) << std::endl;
    EXPECT_GT(std::log2(errors[0] / errors[1]), degree + 0.5);
    EXPECT_LT(errors[1], 1e-3);
  }
}

// The Hamiltonian system against its characteristics, rho(x + t xi0') (1 + t xi0'') = rho0(x), with the order
// of the elements; H is kept to the tolerance, mass to round-off.
TEST(Geodesics, WassersteinHamiltonianSystem)
{
  const double a = 0.05, t = 0.3 / (a * pi * pi);
  for (const unsigned degree : {3u, 5u}) {
    double errors[2];
    for (const unsigned k : {0u, 1u}) {
      const auto space = make_box(1, 16u << k, degree);
      const auto density = [](double x) { return 1 + 0.3 * std::cos(2 * pi * x); };
      const Vector rho0 = space->sample([&](const Point &x) { return density(x[0]); }),
                   xi0 = space->sample([&](const Point &x) { return a * std::cos(pi * x[0]); });
      EXPECT_NEAR(*time_of_breakdown(HamiltonianGeometry::wasserstein, *space, rho0, xi0), 1 / (a * pi * pi),
                  0.05);
      const Trajectory trajectory =
          hamiltonian(HamiltonianGeometry::wasserstein, space, rho0, xi0, {0, t}, 1e-10);
      const Vector exact = space->sample([&](const Point &y) {
        double x = y[0];
        for (int i = 0; i < 200; ++i) x = y[0] + t * a * pi * std::sin(pi * x);
        return density(x) / (1 - t * a * pi * pi * std::cos(pi * x));
      });
      errors[k] = distance(trajectory.states[1], exact);
      EXPECT_NEAR(trajectory.ledger[1].energy, trajectory.ledger[0].energy, 1e-8);
      EXPECT_NEAR(trajectory.ledger[1].mass, trajectory.ledger[0].mass, 1e-12);
    }
    std::cout << "  degree " << degree << ": error " << errors[1] << ", order "
              << std::log2(errors[0] / errors[1]) << std::endl;
    EXPECT_GT(std::log2(errors[0] / errors[1]), degree - 1 - 0.3);
  }
  // a shock before the end is reported, with its time
  const auto space = make_box(1, 16, 4);
  const Vector rho0 = space->sample([](const Point &) { return 1.; }),
               xi0 = space->sample([&](const Point &x) { return a * std::cos(pi * x[0]); });
  try {
    hamiltonian(HamiltonianGeometry::wasserstein, space, rho0, xi0, {0, 3}, 1e-8);
    FAIL();
  } catch (const NumericalFailure &failure) {
    EXPECT_NE(std::string(failure.what()).find("ends at t = 2.02"), std::string::npos) << failure.what();
    EXPECT_NE(std::string(failure.what()).find("shock"), std::string::npos);
  }
}

// Closed form and Hamiltonian system from a parameter file agree.
TEST(Geodesics, FromParameters)
{
  for (const std::string geometry : {"Fisher-Rao", "Wasserstein"}) {
    Parameters p =
        flow_parameters("KL", "Fisher-Rao",
                        "domain/cells = 64; initial state/mass = 1; target/mass = 1; target/formula = 1 + "
                        "0.3*cos(3.14159265358979*x); time/end = 2; time/outputs = 4; geodesic/geometry = " +
                            geometry);
    const Trajectory closed = from(p);
    p.set("geodesic", "method", "Hamiltonian");
    const Trajectory integrated = from(p);
    ASSERT_EQ(closed.times.size(), 5u);
    for (std::size_t n = 0; n < 5; ++n) {
      EXPECT_LT(distance(closed.states[n], integrated.states[n]), 1e-4) << geometry << " " << closed.times[n];
      EXPECT_NEAR(closed.ledger[n].energy, integrated.ledger[n].energy, 1e-6) << geometry;
    }
    p.set("geodesic", "method", "closed form");
    p.set("geodesic", "potential", "x");
    EXPECT_THROW(from(p), InputError);
  }
}
