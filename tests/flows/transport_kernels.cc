// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein and KRR Wasserstein: whole evolutions by an implementation of their own, Fourier modes, the score
// form.
#include <gammaflow/flow/warning_at_walls.h>

#include <gtest/gtest.h>

#include "tests/flows/dense_velocities.h"
#include "tests/flows/derivative_errors.h"
#include "tests/support/flows.h"
#include "tests/support/radial_kernels.h"
#include <cmath>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string data =
    "domain/cells = 8; domain/degree = 2; initial state/formula = exp(0.7*cos(pi*x)); "
    "target/formula = exp(0.6*cos(2*pi*x) - 0.4*cos(pi*x)); kernel/bandwidth = 0.15; "
    "time/tolerance = 1e-9; solver/tolerance = 1e-11; ";

/// The largest difference at t = 0.1 between the program and the oracle, whose kernel `set` makes.
double difference(const std::string &geometry, const std::string &assignments, double ridge, int steps,
                  const std::function<void(Oracle &)> &set, Oracle::Mistake mistake = Oracle::Mistake::none)
{
  const Flow flow = make_flow("KL", geometry, data + assignments);
  const Trajectory trajectory = evolve(flow, options_for(0.1, 1e-9, "auto", 1));
  Oracle oracle(8, ridge, mistake);
  set(oracle);
  oracle.log_target = as_eigen(flow.target()).array().log();
  const Column end = oracle.evolve(as_eigen(flow.initial_state()).array().log(), 0.1, steps);
  const double largest = (end - as_eigen(trajectory.states.back())).cwiseAbs().maxCoeff();
  return std::isfinite(largest) ? largest : 1e300;
}

/// Of the first rate of Stein Wasserstein with a profile and the bandwidth 0.15, against sums of the profile
/// with this bandwidth, as a fraction of the largest.
double rate_error(const std::string &name, bool conditioned, double bandwidth)
{
  const Flow flow =
      make_flow("KL", "Stein Wasserstein",
                data + "kernel/normalization = as given; kernel/tolerance = 1e-13; kernel/name = " + name +
                    (conditioned ? "; kernel/boundary = conditioned" : ""));
  Vector force = flow.space().zero(), v = force;
  flow.energy().first_variation(flow.initial_state(), force);
  flow.geometry().onsager_apply(flow.initial_state(), force, v);
  const auto kernel = radial_kernel(name, bandwidth, 1);
  const auto profile = [&](double r) { return kernel->profile(r); };
  Oracle oracle(8, 0);
  oracle.free_space(profile);
  if (conditioned) oracle.condition(profile);
  oracle.log_target = as_eigen(flow.target()).array().log();
  const Column u = as_eigen(flow.initial_state()), expected = -u.cwiseProduct(oracle.rate(u.array().log()));
  return (expected - as_eigen(v)).lpNorm<Eigen::Infinity>() / expected.lpNorm<Eigen::Infinity>();
}
}  // namespace

// Another kernel, boundary condition, weight, or order of the factors.
TEST(TransportKernels, EvolutionsOfTheDenseOracle)
{
  const auto gaussian = [](double lambda) { return std::exp(-0.15 * 0.15 * lambda / 2); };
  const auto matern = [](double lambda) { return 1 / (1 + 0.15 * 0.15 * lambda); };
  const auto profile = [](double r) {
    return std::exp(-r * r / (2 * 0.15 * 0.15)) / std::sqrt(2 * pi) / 0.15;
  };
  const auto laplace = [](double r) { return std::exp(-r / 0.15) / 0.3; };
  EXPECT_LT(difference("Stein Wasserstein", "kernel/name = intrinsic Gaussian", 0, 4000,
                       [&](Oracle &o) { o.intrinsic(gaussian); }),
            1e-8);
  EXPECT_LT(difference("Stein Wasserstein", "kernel/name = intrinsic Matern", 0, 4000,
                       [&](Oracle &o) { o.intrinsic(matern); }),
            1e-8);
  EXPECT_LT(difference("Stein Wasserstein", "kernel/name = Gaussian", 0, 4000,
                       [&](Oracle &o) { o.free_space(profile); }),
            1e-8);
  const std::string ridge = "; geometry/ridge = 0.01";
  EXPECT_LT(difference("KRR Wasserstein", "kernel/name = intrinsic Gaussian" + ridge, 0.01, 2000,
                       [&](Oracle &o) { o.intrinsic(gaussian); }),
            1e-8);
  EXPECT_LT(difference("KRR Wasserstein", "kernel/name = intrinsic Matern" + ridge, 0.01, 2000,
                       [&](Oracle &o) { o.intrinsic(matern); }),
            1e-8);
  EXPECT_LT(difference("KRR Wasserstein", "kernel/name = Laplace" + ridge, 0.01, 2000,
                       [&](Oracle &o) { o.free_space(laplace); }),
            1e-8);
}

// The comparison that the true flows pass rejects wrong ones.
TEST(TransportKernels, MustFail)
{
  const auto gaussian = [](double lambda) { return std::exp(-0.15 * 0.15 * lambda / 2); };
  for (const auto mistake :
       {Oracle::Mistake::wrong_sign, Oracle::Mistake::missing_weights, Oracle::Mistake::other_mobility})
    EXPECT_GT(difference(
                  "Stein Wasserstein", "kernel/name = intrinsic Gaussian", 0, 4000,
                  [&](Oracle &o) { o.intrinsic(gaussian); }, mistake),
              1e-4);
}

// Free-space kernels of every profile, also conditioned at the walls, as sums over all pairs of points: a
// profile that is cut off, interpolated or scaled. Must fail: another bandwidth.
TEST(TransportKernels, RatesOfEveryProfileAreDoubleSums)
{
  unsigned profiles = 0;
  for (const std::string &name : Registry<Kernel>::names()) {
    if (!Registry<Kernel>::traits(name).radial()) continue;
    ++profiles;
    for (const bool conditioned : {false, true}) {
      const double error = rate_error(name, conditioned, 0.15);
      std::cout << "  " << name << (conditioned ? ", conditioned: " : ": ") << error << "\n";
      EXPECT_LT(error, 1e-10) << name << conditioned;
      EXPECT_GT(rate_error(name, conditioned, 0.16), 1e-3) << name << conditioned;
    }
  }
  EXPECT_GE(profiles, 7u);
}

// Around a constant density the flow of KL is linear, and mode by mode: lambda g for Stein, lambda g/(g +
// ridge).
TEST(TransportKernels, FourierModesAroundTheTarget)
{
  const double amplitude = 1e-4, end = 0.02;
  for (const bool periodic : {false, true})
    for (const std::string name : {"intrinsic Gaussian", "intrinsic Matern"})
      for (const double ridge : {0., 1e-2}) {
        const double k = 2 * pi, l = 2 * pi, lambda = k * k + l * l;
        const double g =
            name == "intrinsic Gaussian" ? std::exp(-0.1 * 0.1 * lambda / 2) : 1 / (1 + 0.1 * 0.1 * lambda);
        const double rate = ridge == 0 ? lambda * g : lambda * g / (g + ridge);
        const Flow flow = make_flow("KL", ridge == 0 ? "Stein Wasserstein" : "KRR Wasserstein",
                                    "domain/dimension = 2; domain/cells = 6; domain/degree = 4; "
                                    "kernel/bandwidth = 0.1; target/formula "
                                    "= 1; geometry/ridge = 0.01; initial state/formula = 1 + "
                                    "1e-4*cos(2*pi*x)*cos(2*pi*y); kernel/name = " +
                                        name + (periodic ? "; domain/boundary = periodic" : ""));
        const Trajectory trajectory = evolve(flow, options_for(end, 1e-9, "auto", 1));
        const Vector wave = flow.space().sample(
            [](const Point &x) { return std::cos(2 * pi * x[0]) * std::cos(2 * pi * x[1]); });
        const double left = flow.space().inner(wave, trajectory.states.back()) * 4 / amplitude;
        EXPECT_NEAR(-std::log(left) / end, rate, 2e-4 * rate) << name << " " << ridge << " " << periodic;
      }
}

// -div(rho f) with f = -int [grad_y k + k grad log pi] rho dy, where nothing is differentiated but kernel and
// target, against the gradient form: <phi, K DF> = int phi' rho f on a circle, integrals by the trapezoidal
// rule.
TEST(TransportKernels, ScoreForm)
{
  const double sigma = 0.1;
  const Flow flow =
      make_flow("KL", "Stein Wasserstein",
                "domain/cells = 20; domain/degree = 6; domain/boundary = periodic; kernel/name = "
                "Gaussian; kernel/bandwidth = 0.1; initial state/formula = exp(0.7*cos(2*pi*x) + "
                "0.2*sin(4*pi*x)); target/formula = exp(0.6*cos(2*pi*x - 1))");
  Vector force = flow.space().zero(), v = force;
  flow.energy().first_variation(flow.initial_state(), force);
  flow.geometry().onsager_apply(flow.initial_state(), force, v);

  const int n = 200;
  const auto rho = [](double x) { return std::exp(0.7 * std::cos(2 * pi * x) + 0.2 * std::sin(4 * pi * x)); };
  const auto score = [](double x) { return -0.6 * 2 * pi * std::sin(2 * pi * x - 1); };
  const auto f = [&](double x) {
    double sum = 0;
    for (int j = 0; j < n; ++j)
      for (int image = -2; image <= 2; ++image) {
        const double y = double(j) / n, r = x - y + image;
        const double k = std::exp(-r * r / (2 * sigma * sigma)) / std::sqrt(2 * pi) / sigma;
        sum -= (k * r / (sigma * sigma) + k * score(y)) * rho(y) / n;
      }
    return sum;
  };
  for (int mode = 1; mode <= 4; ++mode) {
    double wanted = 0;
    for (int i = 0; i < n; ++i) {
      const double x = double(i) / n;
      wanted += 2 * pi * mode * std::cos(2 * pi * mode * x) * rho(x) * f(x) / n;
    }
    const Vector wave = flow.space().sample([&](const Point &x) { return std::sin(2 * pi * mode * x[0]); });
    EXPECT_NEAR(flow.space().inner(wave, v), wanted, 1e-7) << mode;
  }
}

// A derivative of Newton's method that misses the motion of the density, or of the regression.
TEST(TransportKernels, LinearizationOfImplicitFlows)
{
  for (const std::string geometry :
       {"KRR Wasserstein", "power-mobility Wasserstein", "saturating-mobility Wasserstein"}) {
    const Flow flow = make_flow("KL", geometry,
                                "kernel/name = intrinsic Matern; geometry/ridge = 0.05; "
                                "solver/tolerance = 1e-13; time/tolerance = 1e-11; domain/dimension = 2; "
                                "domain/cells = 3; domain/degree = 3");
    const Vector y = flow.space().sample([](const Point &x) { return std::cos(3 * x[0] + x[1]) - 0.2; });
    const auto errors = derivative_errors(flow, flow, y, 2e-2);
    EXPECT_NEAR(std::log2(errors[0] / errors[1]), 2, 0.1) << geometry << errors[0] << " " << errors[1];
  }
}

// Mass and positivity, whatever the tails; the balance of the energy.
TEST(TransportKernels, KeepMassPositivityAndBalance)
{
  for (const std::string setting :
       {"geometry/name = Stein Wasserstein; kernel/name = intrinsic Gaussian",
        "geometry/name = KRR Wasserstein; kernel/name = intrinsic Matern; geometry/ridge = 1e-3",
        "geometry/name = KRR Wasserstein; kernel/name = intrinsic Gaussian; geometry/ridge = 1e-2",
        "geometry/name = power-mobility Wasserstein"}) {
    SCOPED_TRACE(setting);
    const Flow flow = make_flow("KL", "Stein Wasserstein",
                                "kernel/bandwidth = 0.2; initial state/formula = exp(-12*(x - "
                                "0.3)^2); target/formula = exp(-6*(x - 0.6)^2); " +
                                    setting);
    const Trajectory trajectory = evolve(flow, options_for(0.05, 1e-7));
    const double mass = flow.space().integrate(flow.initial_state());
    for (std::size_t i = 0; i < trajectory.states.size(); ++i) {
      EXPECT_NEAR(flow.space().integrate(trajectory.states[i]), mass, 1e-12 * mass);
      EXPECT_GT(flow.space().minimum(trajectory.states[i]), 0);
      if (i > 0) EXPECT_LT(trajectory.ledger[i].energy, trajectory.ledger[i - 1].energy);
    }
    EXPECT_LT(balance_error(trajectory), 1e-6);
  }
}

// The implicit steps of ridge regression with elliptic kernels: iterations that grow with 1/h or 1/lambda.
TEST(TransportKernels, IterationsStayWithMeshAndRidge)
{
  const auto iterations = [](const std::string &assignments) {
    const Flow flow = make_flow("KL", "KRR Wasserstein",
                                "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; " + assignments);
    const Trajectory trajectory = evolve(flow, options_for(0.02, 1e-5, "kvaerno5", 1));
    return double(trajectory.ledger.back().solver_iterations) / double(trajectory.ledger.back().steps);
  };
  const double base = iterations("domain/cells = 16; geometry/ridge = 1e-2");
  for (const std::string finer :
       {"domain/cells = 64; geometry/ridge = 1e-2", "domain/cells = 16; geometry/ridge = 1e-5",
        "domain/cells = 64; geometry/ridge = 1e-5"}) {
    const double now = iterations(finer);
    EXPECT_LT(now, 1.5 * base) << finer;
    RecordProperty(finer.substr(15), std::to_string(now / base));
  }
}

// Free-space kernels at walls with mass: the density forms a layer there, at any mesh; conditioned ones keep
// the order of the mesh.
TEST(TransportKernels, ConditionedKernelsKeepTheOrderOfTheMesh)
{
  const auto change = [](const std::string &boundary, unsigned cells) {
    const auto end = [&](unsigned n) {
      const Flow flow =
          make_flow("KL", "Stein Wasserstein",
                    "domain/degree = 2; kernel/name = Gaussian; kernel/bandwidth = 0.15; initial "
                    "state/formula = exp(0.7*cos(pi*x)); target/formula = exp(0.6*cos(2*pi*x) - "
                    "0.4*cos(pi*x)); kernel/boundary = " +
                        boundary + "; domain/cells = " + std::to_string(n));
      return std::pair{flow.shared_space(), evolve(flow, options_for(0.05, 1e-9, "auto", 1)).states.back()};
    };
    const auto [coarse, u] = end(cells);
    const auto [fine, v] = end(2 * cells);
    Vector difference = fine->zero();
    fine->interpolate(*coarse, u, difference);
    difference -= v;
    return fine->norm(difference);
  };
  const auto order = [&](const std::string &boundary) {
    return std::log2(change(boundary, 12) / change(boundary, 24));
  };
  EXPECT_LT(order("none"), 1.2);
  EXPECT_NEAR(order("conditioned"), 2, 0.25);
}

// On an interval the conditioned Laplace kernel is the Green's function of 1 - l^2 d^2 with zero values at
// the walls, the component kernel of the intrinsic Matern kernel of s = 1: the same flow up to the mesh. Must
// fail: the Laplace kernel that is not conditioned.
TEST(TransportKernels, ConditionedLaplaceIsIntrinsicMatern)
{
  const auto end = [](const std::string &kernel, unsigned cells) {
    const Flow flow =
        make_flow("KL", "Stein Wasserstein",
                  "domain/degree = 2; kernel/bandwidth = 0.15; initial state/formula = exp(0.7*cos(pi*x)); "
                  "target/formula = exp(0.6*cos(2*pi*x) - 0.4*cos(pi*x)); domain/cells = " +
                      std::to_string(cells) + "; kernel/name = " + kernel);
    return evolve(flow, options_for(0.05, 1e-9, "auto", 1)).states.back();
  };
  const auto difference = [&](const std::string &kernel, unsigned cells) {
    Vector u = end(kernel, cells);
    u -= end("intrinsic Matern", cells);
    return u.linfty_norm();
  };
  const double coarse = difference("Laplace; kernel/boundary = conditioned", 16),
               fine = difference("Laplace; kernel/boundary = conditioned", 32);
  EXPECT_LT(fine, 2e-3);
  EXPECT_GT(std::log2(coarse / fine), 1.7);
  EXPECT_GT(difference("Laplace", 32), 10 * fine);
}

// What a user is told, and when.
TEST(TransportKernels, WarningAtWalls)
{
  const auto warning = [](const std::string &assignments) {
    return warning_at_walls(make_flow("KL", "Stein Wasserstein", assignments));
  };
  EXPECT_NE(warning("kernel/name = Gaussian").find("walls"), std::string::npos);
  EXPECT_EQ(warning("kernel/name = Gaussian; kernel/boundary = conditioned"), "");
  EXPECT_EQ(warning("kernel/name = Gaussian; domain/boundary = periodic; initial state/formula = 1; "
                    "target/formula = 1 + 0.5*sin(2*pi*x)"),
            "");
  EXPECT_EQ(warning("kernel/name = intrinsic Gaussian"), "");
  EXPECT_EQ(warning("kernel/name = Gaussian; domain/lower = -8; domain/upper = 8; domain/cells = 40; initial "
                    "state/formula = exp(-x^2/2); target/formula = exp(-x^2/2)"),
            "");
}

// Meshes, and normalizations of kernels that velocities do not have.
TEST(TransportKernels, RefusedInput)
{
  EXPECT_THROW(make_flow("KL", "Stein Wasserstein",
                         "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = disk"),
               InputError);
  for (const std::string boundary : {"symmetric", "sinkhorn"})
    for (const std::string geometry : {"Stein Wasserstein", "KRR Wasserstein"})
      EXPECT_THROW(make_flow("KL", geometry, "kernel/name = Gaussian; kernel/boundary = " + boundary),
                   InputError);
  EXPECT_THROW(make_flow("KL", "Wasserstein",
                         "geometry/gradients = staggered; domain/dimension = 2; "
                         "domain/shape = mesh; domain/mesh generator = disk"),
               InputError);
  EXPECT_THROW(make_flow("KL", "power-mobility Wasserstein", "geometry/exponent = nan"), InputError);
  EXPECT_THROW(make_flow("KL", "Stein Fisher-Rao", "kernel/name = Gaussian; kernel/boundary = conditioned"),
               InputError);
  EXPECT_THROW(make_flow("MMD", "Stein Wasserstein", "kernel/name = Gaussian; kernel/boundary = conditioned"),
               InputError);
  EXPECT_THROW(make_flow("Ginzburg-Landau", "Stein Wasserstein"), InputError);
}
