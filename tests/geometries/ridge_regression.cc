// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/kernel/ridge_regression.h>

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"
#include <random>

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

namespace
{
const std::string line = "domain/dimension = 1; domain/cells = 12; domain/degree = 4;";
const std::string plane = "domain/dimension = 2; domain/cells = 4; domain/degree = 3;";
const std::vector<std::string> kernels = {
    "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; kernel/smoothness = 1",
    "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; kernel/smoothness = 3",
    "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; kernel/smoothness = 0.5",
    "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1",
    "kernel/name = Gaussian; kernel/bandwidth = 0.1",
    "kernel/name = Laplace; kernel/bandwidth = 0.2",
    "kernel/name = inverse multiquadric; kernel/bandwidth = 0.1; kernel/normalization = as given"};

/// The matrix of Kf, column by column.
Eigen::MatrixXd dense(const KernelOperator &kernel)
{
  const auto n = Eigen::Index(kernel.space().n_nodes());
  Eigen::MatrixXd matrix(n, n);
  Vector unit = kernel.space().zero(), column = unit;
  for (Eigen::Index i = 0; i < n; ++i) {
    data(unit)[i] = 1;
    kernel.apply(unit, column);
    matrix.col(i) = as_eigen(column);
    data(unit)[i] = 0;
  }
  return matrix;
}

/// f = Kf (rho^1/2 (S + lambda)^-1 rho^1/2 xi), S = rho^1/2 Kf rho^1/2, with a dense factorization.
Vector oracle(const KernelOperator &kernel, const Vector &rho, const Vector &xi, double lambda)
{
  const Eigen::VectorXd w = as_eigen(kernel.space().weights()).cwiseSqrt(), r = as_eigen(rho).cwiseSqrt();
  const Eigen::MatrixXd matrix = dense(kernel);
  Eigen::MatrixXd s = w.cwiseProduct(r).asDiagonal() * matrix * r.cwiseQuotient(w).asDiagonal();
  s = 0.5 * (s + s.transpose()).eval();
  s.diagonal().array() += lambda;
  const Eigen::VectorXd b = w.cwiseProduct(r).cwiseProduct(as_eigen(xi));
  const Eigen::LDLT<Eigen::MatrixXd> factorization(s);
  Eigen::VectorXd y = factorization.solve(b);
  y += factorization.solve(b - s * y);
  Vector f = kernel.space().zero();
  as_eigen(f) = matrix * r.cwiseQuotient(w).cwiseProduct(y);
  return f;
}

/// |a|_{L2(rho)}
double weighted_norm(const Space &space, const Vector &rho, const Vector &a)
{
  Vector b = a;
  b.scale(rho);
  return std::sqrt(space.inner(a, b));
}

double weighted_distance(const Space &space, const Vector &rho, const Vector &a, const Vector &b)
{
  Vector difference = a;
  difference -= b;
  return weighted_norm(space, rho, difference);
}

const RidgeMethod *find(const RidgeRegression &regression, const std::string &part)
{
  for (const auto &method : regression.methods())
    if (method->name().find(part) != std::string::npos) return method.get();
  return nullptr;
}
}  // namespace

// Every method of every kernel against a dense solve, from a strong ridge to one close to round-off: a weight
// on the wrong side, an unscaled residual, a stopping rule that does not bound the error.
TEST(RidgeRegression, AgreesWithTheDenseOracle)
{
  for (const std::string &domain : {line, plane})
    for (const std::string &kernel : kernels)
      for (const double lambda : {1., 1e-4, 1e-8}) {
        const Setting s(domain + kernel);
        SolverOptions options;
        options.tolerance = 1e-10;
        const RidgeRegression regression(s.kernel, lambda, options);
        const Vector rho = s.density();
        for (const Vector &xi : s.forces()) {
          const Vector exact = oracle(*s.kernel, rho, xi, lambda);
          const double norm = weighted_norm(*s.space, rho, xi);
          for (const auto &method : regression.methods()) {
            SCOPED_TRACE(kernel + ", lambda = " + std::to_string(lambda) + ", " + method->name() + ", " +
                         s.space->description());
            Vector f = s.space->zero();
            const RidgeReport report = method->solve(rho, xi, norm, f);
            EXPECT_LE(report.error, options.tolerance);
            // The oracle is itself good to its condition number times round-off.
            const double oracle_error = 1e-16 / lambda;
            EXPECT_LE(weighted_distance(*s.space, rho, f, exact), (options.tolerance + oracle_error) * norm);
          }
        }
      }
}

// Close to round-off: with s = 3 that of a residual in double precision leaves 1e-9 of f. Would catch
// corrections that stop there, or a claim of 1e-12 that the dense oracle does not bear out.
TEST(RidgeRegression, FactorsReachRoundOffForSmoothKernels)
{
  for (const char *smoothness : {"2", "3"}) {
    const Setting s(
        "domain/dimension = 1; domain/cells = 32; domain/degree = 4; kernel/name = intrinsic Matern; "
        "kernel/bandwidth = 0.1; kernel/smoothness = " +
        std::string(smoothness));
    SolverOptions options;
    options.tolerance = 1e-12;
    const double lambda = 0.1;
    const RidgeRegression regression(s.kernel, lambda, options);
    const RidgeMethod *factors = find(regression, "factorization");
    ASSERT_NE(factors, nullptr);
    const Vector rho = s.density();
    for (const Vector &xi : s.forces()) {
      const double norm = weighted_norm(*s.space, rho, xi);
      Vector f = s.space->zero();
      EXPECT_LE(factors->solve(rho, xi, norm, f).error, options.tolerance) << smoothness;
      EXPECT_LE(weighted_distance(*s.space, rho, f, oracle(*s.kernel, rho, xi, lambda)),
                10 * options.tolerance * norm)
          << smoothness;
    }
  }
}

// Densities of high contrast, and with tails that underflow: no division by rho, finite everywhere, all
// methods agree.
TEST(RidgeRegression, TailsThatUnderflow)
{
  for (const std::string &kernel : kernels)
    for (const double width : {0.2, 0.05, 0.02}) {
      const Setting s(line + kernel);
      const Vector rho =
          s.space->sample([&](const Point &x) { return std::exp(-std::pow((x[0] - 0.4) / width, 2)); });
      const Vector xi =
          s.space->sample([](const Point &x) { return -700 * x[0] * x[0] + std::cos(pi * x[0]); });
      const double lambda = 1e-4, norm = weighted_norm(*s.space, rho, xi);
      SolverOptions options;
      options.tolerance = 1e-9;
      const RidgeRegression regression(s.kernel, lambda, options);
      Vector reference = s.space->zero();
      regression.solve(rho, xi, reference);
      for (const auto &method : regression.methods()) {
        SCOPED_TRACE(kernel + ", width " + std::to_string(width) + ", " + method->name());
        Vector f = s.space->zero();
        const RidgeReport report = method->solve(rho, xi, norm, f);
        EXPECT_LE(report.error, options.tolerance);
        for (const double value : f) ASSERT_TRUE(std::isfinite(value));
        EXPECT_LE(weighted_distance(*s.space, rho, f, reference), 2 * options.tolerance * norm);
      }
    }
}

// Zero density at some nodes, zero force, one that is not a number.
TEST(RidgeRegression, DegenerateArguments)
{
  const Setting s(line + kernels[0]);
  const RidgeRegression regression(s.kernel, 1e-3, SolverOptions());
  Vector rho = s.density(), xi = s.forces()[0], f = s.space->zero();
  data(rho)[0] = data(rho)[7] = 0;
  regression.solve(rho, xi, f);
  for (const double value : f) EXPECT_TRUE(std::isfinite(value));
  xi = 0.;
  f = 1.;
  EXPECT_EQ(regression.solve(rho, xi, f), 0u);
  EXPECT_EQ(f.linfty_norm(), 0);
  data(xi)[3] = std::nan("");
  EXPECT_THROW(regression.solve(rho, xi, f), NumericalFailure);
}

// The elliptic problem and the symmetric form of the same kernel are two ways to the same function.
TEST(RidgeRegression, TwoFormulationsAgree)
{
  for (const int smoothness : {1, 2}) {
    const Setting s(
        "domain/dimension = 2; domain/cells = 8; domain/degree = 4; kernel/name = intrinsic Matern;"
        "kernel/bandwidth = 0.1; kernel/smoothness = " +
        std::to_string(smoothness));
    for (const double lambda : {1., 1e-2, 1e-4, 1e-6}) {
      SolverOptions options;
      options.tolerance = 1e-10;
      const RidgeRegression regression(s.kernel, lambda, options);
      const Vector rho = s.density(), xi = s.forces()[2];
      const double norm = weighted_norm(*s.space, rho, xi);
      Vector elliptic = s.space->zero(), symmetric = elliptic;
      find(regression, "elliptic")->solve(rho, xi, norm, elliptic);
      find(regression, "symmetric")->solve(rho, xi, norm, symmetric);
      EXPECT_LE(weighted_distance(*s.space, rho, elliptic, symmetric), 2e-10 * norm) << lambda;
    }
  }
}

// The same arguments give the same bits whatever was computed before: an evolution that is continued from a
// checkpoint must not see the difference.
TEST(RidgeRegression, DoesNotRememberEarlierCalls)
{
  for (const std::string &domain : {line, plane}) {
    const Setting s(domain + kernels[0]);
    const RidgeRegression used(s.kernel, 1e-3, SolverOptions()), fresh(s.kernel, 1e-3, SolverOptions());
    Vector f = s.space->zero(), g = f;
    used.solve(s.target(), s.forces()[1], f);
    used.solve(s.density(), s.forces()[0], f);
    fresh.solve(s.density(), s.forces()[0], g);
    EXPECT_TRUE(std::equal(f.begin(), f.end(), g.begin()));
  }
}

// A tolerance that is missed ends the run, and says with how many iterations and which lambda.
TEST(RidgeRegression, MissedToleranceIsAnError)
{
  const Setting s(plane + kernels[4]);
  SolverOptions options;
  options.iterations = 3;
  const RidgeRegression regression(s.kernel, 1e-7, options);
  Vector f = s.space->zero();
  try {
    regression.solve(s.density(), s.forces()[2], f);
    ADD_FAILURE() << "no failure after three iterations";
  } catch (const NumericalFailure &failure) {
    const std::string what = failure.what();
    EXPECT_NE(what.find("lambda = 1e-07"), std::string::npos) << what;
    EXPECT_NE(what.find("3 iterations"), std::string::npos) << what;
    EXPECT_NE(what.find("1e-10"), std::string::npos) << what;
  }
}

// Rayleigh's principle: f minimizes 1/2 |f - xi|^2_{L2(rho)} + lambda/2 |f|_H^2. A perturbation h raises it
// by exactly 1/2 |h|^2_{L2(rho)} + lambda/2 |h|_H^2, of first order nothing.
TEST(RidgeRegression, RayleighPrinciple)
{
  const Setting s(line + kernels[1]);
  const double lambda = 1e-3;
  const RidgeRegression regression(s.kernel, lambda, SolverOptions());
  const Vector rho = s.density(), xi = s.forces()[2];
  Vector f = s.space->zero();
  regression.solve(rho, xi, f);
  const auto functional = [&](const Vector &g) {
    Vector image = s.space->zero();
    s.kernel->apply_inverse(g, image);
    return 0.5 * std::pow(weighted_distance(*s.space, rho, g, xi), 2) +
           0.5 * lambda * s.space->inner(g, image);
  };
  const double least = functional(f);
  std::mt19937 generator(7);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 10; ++trial) {
    Vector eta = s.space->zero(), h = eta;
    for (double &value : eta) value = normal(generator);
    s.kernel->apply(eta, h);
    const double expected =
        0.5 * std::pow(weighted_norm(*s.space, rho, h), 2) + 0.5 * lambda * s.space->inner(h, eta);
    for (const double epsilon : {1e-1, 1e-2, -1e-2}) {
      Vector g = f;
      g.add(epsilon, h);
      EXPECT_NEAR((functional(g) - least) / (epsilon * epsilon * expected), 1, 1e-4);
    }
  }
}

// R_lambda = R_FR + lambda/2 |v/rho|_H^2 decreases, R*_lambda increases as lambda decreases, and they tend to
// the Fisher-Rao potentials with order one.
TEST(RidgeRegression, PotentialsAreMonotoneInTheRidge)
{
  Setting s(line + kernels[0]);
  const Vector u = s.density(), xi = s.forces()[0];
  const auto fisher_rao = s.geometry("Fisher-Rao");
  Vector v = xi, f = xi, image = s.space->zero();
  v.scale(u);
  s.kernel->apply_inverse(f, image);
  const double seminorm = s.space->inner(f, image);
  double last_primal = std::numeric_limits<double>::infinity(), last_dual = 0;
  std::vector<double> primal_gap, dual_gap;
  const std::vector<double> ridges = {1, 1e-1, 1e-2, 1e-3, 1e-4};
  for (const double lambda : ridges) {
    s.parameters.set("geometry", "ridge", gammaflow::testing::text(lambda));
    const auto krr = s.geometry("KRR Fisher-Rao");
    const double primal = krr->primal_dissipation(u, v), dual = krr->dual_dissipation(u, xi);
    EXPECT_LT(primal, last_primal);
    EXPECT_GT(dual, last_dual);
    EXPECT_NEAR(primal - fisher_rao->primal_dissipation(u, v), 0.5 * lambda * seminorm, 1e-10 * primal);
    last_primal = primal;
    last_dual = dual;
    dual_gap.push_back(fisher_rao->dual_dissipation(u, xi) - dual);
  }
  EXPECT_TRUE(has_order(ridges, dual_gap, 1, 0.05, "R*_lambda -> R*"));
}
