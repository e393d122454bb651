// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/kernel_sums.h>
#include <gammaflow/particles/particle_file.h>
#include <gammaflow/particles/scores.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include "tests/support/particle_checks.h"

namespace gammaflow::testing
{
namespace
{
// One particle climbs log pi: x' = k(0) grad log pi(x), x = x_0 exp(-k(0) t/s^2) for a Gaussian. Catches a
// particle that repels itself, a missing k(0).
TEST(Svgd, OfOneParticleIsGradientAscent)
{
  Parameters parameters = particle_parameters("SVGD", 1, "particles/number = 1; target/deviation = 1.5");
  const ParticleSystem system = ParticleSystem::build(parameters);
  const double x = system.start().coordinate(0)[0];
  const ParticleTrajectory trajectory = system.trajectory();
  EXPECT_NEAR(trajectory.states.back().coordinate(0)[0], x * std::exp(-1 / (1.5 * 1.5)), 1e-8);
  EXPECT_NEAR(trajectory.ledger.back().mean[0], x * std::exp(-1 / (1.5 * 1.5)), 1e-8);
}

// Two particles at -a and a, standard normal target, Gaussian kernel: 2 a' = -a + k a + k 2a/sigma^2, k =
// exp(-2 a^2/sigma^2). Catches a wrong sign or factor of attraction or repulsion.
TEST(Svgd, OfTwoParticlesIsAsByHand)
{
  const DynamicsOf svgd(particle_parameters("SVGD", 1));
  for (const double a : {0.1, 0.5, 1.3}) {
    const double sigma = 0.7, k = std::exp(-2 * a * a / (sigma * sigma));
    const auto rate = svgd.dynamics->rate(PointMeasure(1, {-a, a}));
    const double by_hand = 0.5 * (-a + k * a + k * 2 * a / (sigma * sigma));
    EXPECT_NEAR(rate.velocity[1], by_hand, 1e-14);
    EXPECT_NEAR(rate.velocity[0], -by_hand, 1e-14);
  }
}

// Against the formula term by term, with every free-space kernel, a target without formula, weights.
TEST(Svgd, IsTheFormulaTermByTerm)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const std::string name : {"Gaussian", "Matern 3/2", "Matern 5/2", "Laplace", "inverse multiquadric",
                                   "Wendland C2", "Wendland C4"}) {
      const DynamicsOf svgd(particle_parameters("SVGD", dim, "kernel/name = " + name + "; domain/cells = 4"));
      const auto kernel = make_particle_kernel(svgd.parameters, "kernel", Domain::read(svgd.parameters));
      const PointMeasure x = uniform_points(dim, 60, -2, 2, 3, false);
      const auto naive = naive_stein_velocity(kernel->profile(), x, [](const Point &p) {
        return Point{{-p[0], -p[1], -p[2]}};
      });
      EXPECT_LT(relative_error(svgd.dynamics->rate(x).velocity, naive), 1e-8) << name << ", " << dim << "D";
    }
}

// d/dt int phi rho = -<phi, K(rho) DF(rho)>: with the nodes as particles, of weights rho omega, sums over
// particles are the quadrature of the mean field. Catches a mean field that is not the one declared, or
// another kernel (the images against the domain's Laplacian).
TEST(Particles, MoveAsTheirMeanFieldDoes)
{
  struct Case {
    std::string dynamics, energy, geometry, settings;
  };
  const std::string intrinsic = "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.2";
  for (const Case &c : std::vector<Case>{{"SVGD", "KL", "Stein Wasserstein", intrinsic},
                                         {"KRR transport", "KL", "KRR Wasserstein", intrinsic},
                                         {"MMD flow", "MMD", "Wasserstein", intrinsic}}) {
    const Parameters parameters = flow_parameters(
        c.energy, c.geometry,
        "domain/cells = 24; target/mass = 1; geometry/ridge = 0.05; particles/dynamics = " + c.dynamics +
            ";" + c.settings);
    const Flow flow = make_flow(parameters);
    const Space &space = flow.space();
    Vector xi = space.zero(), v = space.zero();
    flow.energy().first_variation(flow.initial_state(), xi);
    flow.geometry().onsager_apply(flow.initial_state(), xi, v);
    const DynamicsOf particles(parameters);
    std::vector<double> x, w;
    for (std::size_t i = 0; i < space.n_nodes(); ++i) {
      x.push_back(space.nodes()[i][0]);
      w.push_back(data(flow.initial_state())[i] * data(space.weights())[i]);
    }
    const auto rate = particles.dynamics->rate(PointMeasure(1, x, w));
    for (const double frequency : {1., 2., 3.5}) {
      double moved = 0;
      for (std::size_t i = 0; i < x.size(); ++i)
        moved += w[i] * rate.velocity[i] * frequency * std::cos(frequency * x[i]);
      const double field =
          -space.inner(space.sample([&](const Point &p) { return std::sin(frequency * p[0]); }), v);
      EXPECT_NEAR(moved, field, 2e-5 * std::abs(field)) << c.dynamics << ", " << frequency;
    }
  }
}

// Weights grow as the density does: w' / w = -(K(rho) DF)/rho at the nodes.
TEST(Particles, GrowAsTheirMeanFieldDoes)
{
  const Parameters parameters = flow_parameters(
      "blob-KL", "spherical Fisher-Rao",
      "domain/cells = 24; target/mass = 1; initial state/mass = 1; particles/dynamics = birth-death; "
      "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.2");
  const Flow flow = make_flow(parameters);
  const Space &space = flow.space();
  Vector xi = space.zero(), v = space.zero();
  flow.energy().first_variation(flow.initial_state(), xi);
  flow.geometry().onsager_apply(flow.initial_state(), xi, v);
  const DynamicsOf particles(parameters);
  std::vector<double> x, w, expected;
  for (std::size_t i = 0; i < space.n_nodes(); ++i) {
    x.push_back(space.nodes()[i][0]);
    w.push_back(data(flow.initial_state())[i] * data(space.weights())[i]);
    expected.push_back(-data(v)[i] / data(flow.initial_state())[i]);
  }
  const PointMeasure m(1, x, w);
  EXPECT_LT(relative_error(particles.dynamics->rate(m).growth, expected), 1e-6);
  EXPECT_NEAR(particles.dynamics->energy(m), flow.energy().value(flow.initial_state()), 1e-6);
}

// (K/N + lambda) V = Phi, with K from the scalar kernel; and V -> Phi/lambda as lambda grows.
TEST(KrrTransport, SolvesItsRegression)
{
  for (unsigned dim = 1; dim <= 2; ++dim) {
    const std::string settings = "domain/cells = 8; geometry/ridge = ";
    const DynamicsOf svgd(particle_parameters("SVGD", dim, "domain/cells = 8")),
        krr(particle_parameters("KRR transport", dim, settings + "0.01")),
        heavy(particle_parameters("KRR transport", dim, settings + "1e9"));
    const PointMeasure x = uniform_points(dim, 40, -1, 1);
    const auto kernel = make_particle_kernel(krr.parameters, "kernel", Domain::read(krr.parameters));
    const auto v = krr.dynamics->rate(x).velocity, phi = svgd.dynamics->rate(x).velocity;
    std::vector<double> image = v;
    for (unsigned d = 0; d < dim; ++d)
      for (std::size_t i = 0; i < 40; ++i) {
        image[d * 40 + i] *= 0.01;
        for (std::size_t j = 0; j < 40; ++j) {
          const Point a = x.point(i), b = x.point(j);
          image[d * 40 + i] +=
              kernel->profile().profile(std::hypot(a[0] - b[0], a[1] - b[1])) * v[d * 40 + j] / 40;
        }
      }
    EXPECT_LT(relative_error(image, phi), 1e-11);
    auto scaled = heavy.dynamics->rate(x).velocity;
    for (double &value : scaled) value *= 1e9;
    EXPECT_LT(relative_error(scaled, phi), 1e-8);
  }
}

// k*pi of Gaussians is a Gaussian of variance sigma^2 + s^2: one particle moves by its gradient. Catches a
// wrong sign, a target of another mass, the missing square of the bandwidth.
TEST(MmdFlow, OfOneParticleIsTheForceOfTheTarget)
{
  for (unsigned dim = 1; dim <= 2; ++dim) {
    const DynamicsOf mmd(particle_parameters(
        "MMD flow", dim, "kernel/normalization = unit integral; target/mass = 3; domain/cells = 24"));
    const double variance = 0.7 * 0.7 + 1;
    for (const double at : {-1.2, 0.4, 2.}) {
      std::vector<double> x(dim, 0.3);
      x[0] = at;
      double square = 0;
      for (const double c : x) square += c * c;
      const double g = std::pow(2 * M_PI * variance, -0.5 * dim) * std::exp(-square / (2 * variance));
      const PointMeasure m(dim, x);
      const auto rate = mmd.dynamics->rate(m);
      for (unsigned d = 0; d < dim; ++d) EXPECT_NEAR(rate.velocity[d], -x[d] / variance * g, 1e-6);
      // F = 1/2 (k(0) - 2 k*pi(x) + <pi, k pi>)
      const double k0 = std::pow(2 * M_PI * 0.49, -0.5 * dim), both = std::pow(2 * M_PI * 2.49, -0.5 * dim);
      EXPECT_NEAR(mmd.dynamics->energy(m), 0.5 * (k0 - 2 * g + both), 1e-6);
    }
  }
}

// What a flow of particles promises by itself: the energy falls, and falls by the squared velocity.
TEST(MmdFlow, DissipatesItsEnergy)
{
  const Parameters parameters = particle_parameters("MMD flow", 1, "time/end = 4; time/outputs = 8");
  const ParticleSystem system = ParticleSystem::build(parameters);
  const ParticleTrajectory trajectory = system.trajectory();
  for (std::size_t k = 1; k < trajectory.ledger.size(); ++k)
    EXPECT_LT(trajectory.ledger[k].energy, trajectory.ledger[k - 1].energy);
  const PointMeasure &x = trajectory.states[2];
  const auto v = system.dynamics().rate(x).velocity;
  auto moved = x.coordinates();
  double square = 0;
  const double h = 1e-5;
  for (std::size_t i = 0; i < v.size(); ++i) {
    moved[i] += h * v[i];
    square += v[i] * v[i] / double(v.size());
  }
  const double fall = (system.dynamics().energy({1, moved}) - system.dynamics().energy(x)) / h;
  EXPECT_NEAR(fall, -square, 1e-3 * square);
}

// Weights stay a probability, particles stay where they are, the energy falls by the variance of b.
TEST(BirthDeath, KeepsMassAndPlacesAndLosesEnergy)
{
  const Parameters parameters = particle_parameters(
      "birth-death", 1, "kernel/normalization = unit integral; kernel/bandwidth = 0.4; time/outputs = 4");
  const ParticleSystem system = ParticleSystem::build(parameters);
  const ParticleTrajectory trajectory = system.trajectory();
  for (std::size_t k = 0; k < trajectory.times.size(); ++k) {
    const PointMeasure &x = trajectory.states[k];
    EXPECT_NEAR(x.mass(), 1, 1e-13);
    EXPECT_EQ(x.coordinates(), system.start().coordinates());
    EXPECT_GT(trajectory.ledger[k].least_weight, 0);
    if (k > 0) EXPECT_LT(trajectory.ledger[k].energy, trajectory.ledger[k - 1].energy);
  }
  EXPECT_LT(trajectory.ledger.back().effective_size, 49);
  const PointMeasure &x = trajectory.states[1];
  const auto growth = system.dynamics().rate(x).growth;
  std::vector<double> w = x.weights();
  double square = 0, sum = 0;
  const double h = 1e-6;
  for (std::size_t i = 0; i < w.size(); ++i) {
    square += w[i] * growth[i] * growth[i];
    sum += w[i] * growth[i];
    w[i] *= 1 + h * growth[i];
  }
  EXPECT_NEAR(sum, 0, 1e-12);
  const double fall = (system.dynamics().energy({1, x.coordinates(), w}) - system.dynamics().energy(x)) / h;
  EXPECT_NEAR(fall, -square, 1e-3 * square);
}

// The steps of Euler and Maruyama for a Gaussian of deviation s: m <- (1 - h/s^2) m, v <- (1 - h/s^2)^2 v + 2
// h. Mean and variance of 20000 particles are within four standard errors (all four numbers: by chance once
// in 4000 seeds). Catches sqrt(h) instead of sqrt(2 h), noise that repeats.
TEST(Langevin, HasTheMomentsOfItsSteps)
{
  Parameters parameters = particle_parameters(
      "Langevin", 2, "particles/number = 20000; particles/step = 0.01; target/deviation = 0.8");
  const ParticleTrajectory trajectory = ParticleSystem::build(parameters).trajectory();
  double m = 1, v = 0.25;
  for (unsigned step = 0; step < 100; ++step) {
    m *= 1 - 0.01 / 0.64;
    v = std::pow(1 - 0.01 / 0.64, 2) * v + 0.02;
  }
  for (unsigned d = 0; d < 2; ++d) EXPECT_LT(deviations_of_moments(trajectory.states.back(), d, m, v), 4);
  EXPECT_EQ(trajectory.ledger.back().steps, 50u);
}

// Reflection keeps particles in the box, where they tend to the uniform density of variance 1/12.
TEST(Langevin, IsReflectedAtWalls)
{
  Parameters parameters = box_parameters(1, 4);
  parameters.assign_all(
      "particles/dynamics = Langevin; particles/number = 5000; particles/step = 0.001; "
      "target/formula = 1; initial state/formula = exp(-20*x); time/end = 1; time/outputs = 1",
      "test");
  const auto row = ParticleSystem::build(parameters).trajectory().ledger.back();
  EXPECT_EQ(row.outside, 0u);
  EXPECT_NEAR(row.mean[0], 0.5, 4 * std::sqrt(1. / 12 / 5000));
  EXPECT_NEAR(row.variance[0], 1. / 12, 4 * std::sqrt(1. / 180 / 5000));
}

// Jumps and renewals keep the number of particles, repeat with the seed, differ with another one, and lower
// the energy.
TEST(RandomDynamics, RepeatWithTheirSeed)
{
  for (const std::string name : {"birth-death jumps", "IFT", "Langevin"}) {
    const std::string settings =
        "particles/step = 0.05; kernel/bandwidth = 0.4; particles/number = 400; "
        "kernel/normalization = unit integral; geometry/beta = 2; particles/seed = ";
    const auto run = [&](const std::string &seed) {
      return ParticleSystem::build(particle_parameters(name, 1, settings + seed)).trajectory();
    };
    const auto first = run("1"), again = run("1"), other = run("2");
    EXPECT_EQ(first.states.back().coordinates(), again.states.back().coordinates()) << name;
    EXPECT_NE(first.states.back().coordinates(), other.states.back().coordinates()) << name;
    EXPECT_EQ(first.states.back().size(), 400u) << name;
    if (name != "Langevin") EXPECT_LT(first.ledger.back().energy, 0.7 * first.ledger.front().energy) << name;
  }
}

// Without transport a renewal at rate beta is m_t = e^(-beta t) m_0 + (1 - e^(-beta t)) pi: the mean tells.
TEST(Ift, RenewsParticlesAtItsRate)
{
  Parameters parameters = particle_parameters(
      "IFT", 1,
      "particles/step = 0.1; particles/number = 20000; geometry/alpha = 1e-12; geometry/beta = 0.7; "
      "kernel/name = Laplace");
  const ParticleTrajectory trajectory = ParticleSystem::build(parameters).trajectory();
  const double kept = std::exp(-0.7), mean = kept, variance = kept * (0.25 + 1) + (1 - kept) - mean * mean;
  EXPECT_NEAR(trajectory.states.back().size(), 20000, 0);
  EXPECT_NEAR(trajectory.ledger.back().mean[0], mean, 4 * std::sqrt(variance / 20000));
}

// Particles near a wall with an intrinsic kernel stay inside though the target pulls them out.
TEST(Svgd, WithImagesStaysInside)
{
  Parameters parameters = box_parameters(1, 16);
  parameters.assign_all(
      "particles/dynamics = SVGD; particles/number = 200; target/formula = exp(6*x); "
      "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1; time/end = 3; "
      "time/outputs = 3; time/tolerance = 1e-6",
      "test");
  for (const auto &row : ParticleSystem::build(parameters).trajectory().ledger) EXPECT_EQ(row.outside, 0u);
}

// Euler's method of first order, against the adaptive one.
TEST(Particles, EulerStepsAreOfFirstOrder)
{
  const auto end = [](const std::string &step) {
    const auto parameters = particle_parameters("SVGD", 2, "particles/step = " + step);
    return ParticleSystem::build(parameters).trajectory().states.back().coordinates();
  };
  const auto exact = end("adaptive");
  const double coarse = relative_error(end("0.05"), exact), fine = relative_error(end("0.025"), exact);
  EXPECT_NEAR(std::log2(coarse / fine), 1, 0.1);
}

// What is written is read back, bit by bit.
TEST(ParticleFile, IsReadAsItWasWritten)
{
  const auto trajectory = ParticleSystem::build(particle_parameters("birth-death", 2)).trajectory();
  const std::string path = ::testing::TempDir() + "particles_read_back.h5";
  write_particles(path, trajectory, {{"parameters", "{}"}});
  const auto read = read_particles(path);
  EXPECT_EQ(read.times, trajectory.times);
  for (std::size_t k = 0; k < read.times.size(); ++k) {
    EXPECT_EQ(read.states[k].coordinates(), trajectory.states[k].coordinates());
    EXPECT_EQ(read.states[k].weights(), trajectory.states[k].weights());
  }
  EXPECT_EQ(particle_ledger_csv(read), particle_ledger_csv(trajectory));
}
}  // namespace
}  // namespace gammaflow::testing
