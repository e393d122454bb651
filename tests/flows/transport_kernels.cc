// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein and KRR Wasserstein: whole evolutions by an implementation of their own, Fourier modes, the score
// form.
#include <gammaflow/base/eigen.h>
#include <gammaflow/flow/warning_at_walls.h>
#include <gammaflow/time/linear/linearized_flow.h>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double pi = std::acos(-1.);
using Matrix = Eigen::MatrixXd;
using Column = Eigen::VectorXd;

/// The flow of KL on `cells` cells of quadratic elements on [0, 1] with walls, by dense matrices that are
/// written down by hand, and the classical Runge-Kutta method.
struct Oracle {
  enum class Mistake { none, wrong_sign, missing_weights, other_mobility };

  Oracle(int cells, double ridge, Mistake wrong = Mistake::none) : lambda(ridge), mistake(wrong)
  {
    const double h = 1. / cells, a = std::sqrt(1. / 3);
    const int n = 2 * cells + 1, m = 2 * cells;
    nodes.resize(n), mass.setZero(n), points.resize(m), weights.setConstant(m, h / 2);
    gradient.setZero(m, n), interpolation.setZero(m, n);
    for (int i = 0; i < n; ++i) nodes[i] = i * h / 2;
    for (int c = 0; c < cells; ++c) {
      mass[2 * c] += h / 6, mass[2 * c + 1] += 2 * h / 3, mass[2 * c + 2] += h / 6;
      for (int q = 0; q < 2; ++q) {
        const double s = q == 0 ? -a : a;  // in [-1, 1]
        const int row = 2 * c + q;
        points[row] = c * h + h * (1 + s) / 2;
        const double value[] = {s * (s - 1) / 2, 1 - s * s, s * (s + 1) / 2},
                     slope[] = {s - 0.5, -2 * s, s + 0.5};
        for (int i = 0; i < 3; ++i) {
          interpolation(row, 2 * c + i) = value[i];
          gradient(row, 2 * c + i) = slope[i] * 2 / h;
        }
      }
    }
    adjoint = mass.cwiseInverse().asDiagonal() * gradient.transpose() * weights.asDiagonal();
    if (mistake == Mistake::missing_weights) adjoint = gradient.transpose() * weights.asDiagonal() / (h / 2);
  }
  void intrinsic(const std::function<double(double)> &g)
  {
    const Column root = weights.cwiseSqrt();
    const Matrix L = root.asDiagonal() * gradient * adjoint * root.cwiseInverse().asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Matrix> spectrum(L);
    kernel = root.cwiseInverse().asDiagonal() * spectrum.eigenvectors() *
             spectrum.eigenvalues().unaryExpr(g).asDiagonal() * spectrum.eigenvectors().transpose() *
             root.asDiagonal();
  }
  void free_space(const std::function<double(double)> &profile)
  {
    kernel.resize(points.size(), points.size());
    for (int i = 0; i < points.size(); ++i)
      for (int j = 0; j < points.size(); ++j)
        kernel(i, j) = profile(std::abs(points[i] - points[j])) * weights[j];
  }
  Column rate(const Column &z) const
  {
    const Column rho = (interpolation * z).array().exp(), force = gradient * (z - log_target);
    Column f;
    if (lambda == 0)
      f = kernel * rho.cwiseProduct(force);
    else
      f = (kernel * rho.asDiagonal() + lambda * Matrix::Identity(rho.size(), rho.size()))
              .partialPivLu()
              .solve(kernel * rho.cwiseProduct(force));
    const Column flux = mistake == Mistake::other_mobility ? f : Column(rho.cwiseProduct(f));
    const double sign = mistake == Mistake::wrong_sign ? 1 : -1;
    return sign * (adjoint * flux).array() / z.array().exp();
  }
  Column evolve(Column z, double end, int steps) const
  {
    const double t = end / steps;
    for (int i = 0; i < steps; ++i) {
      const Column a = rate(z), b = rate(z + t / 2 * a), c = rate(z + t / 2 * b), d = rate(z + t * c);
      z += t / 6 * (a + 2 * b + 2 * c + d);
    }
    return z.array().exp();
  }

  double lambda;
  Mistake mistake;
  Column nodes, mass, points, weights, log_target;
  Matrix gradient, adjoint, interpolation, kernel;
};

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
    const Vector &u = flow.initial_state();
    const Space &space = flow.space();
    const Vector y = space.sample([](const Point &x) { return std::cos(3 * x[0] + x[1]) - 0.2; });
    const auto rate = [&](double s) {
      Vector moved = u, xi = u, v = u;
      moved.add(s, y);
      flow.energy().first_variation(moved, xi);
      flow.geometry().onsager_apply(moved, xi, v);
      return v;
    };
    Vector force = u, linear = u;
    flow.energy().first_variation(u, force);
    LinearizedFlow linearized(flow);
    linearized.reset(u, force);
    linearized.apply(y, linear);
    double errors[2];
    for (int i = 0; i < 2; ++i) {  // central differences, of second order
      const double s = i == 0 ? 2e-2 : 1e-2;
      Vector difference = rate(s);
      difference -= rate(-s);
      difference *= 1 / (2 * s);
      difference -= linear;
      errors[i] = space.norm(difference) / space.norm(linear);
    }
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
