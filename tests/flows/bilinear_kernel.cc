// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein flows with the bilinear kernel k = 1 + x.y/sigma^2, whose velocities are affine: with the target
// N(mu, Sigma) and rho = N(m, S) mass moves with
//   A x + b,   A = (1 - Sigma^-1 (S + (m - mu) m^T))/sigma^2,   b = -Sigma^-1 (m - mu),
// so that rho stays Gaussian with m' = A m + b, S' = A S + S A^T (arXiv 2305.14076).
#include <gammaflow/kernels/finite_rank.h>
#include <gammaflow/study/plan/case_plan.h>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
constexpr double sigma = 1.3, end = 0.5;
using Mean = Eigen::Vector2d;
using Covariance = Eigen::Matrix2d;

struct Gaussian {
  Mean mean;
  Covariance covariance;
  double operator()(const Point &x) const
  {
    const Mean y = Mean(x[0], x[1]) - mean;
    return std::exp(-0.5 * y.dot(covariance.inverse() * y)) /
           (2 * std::acos(-1.) * std::sqrt(covariance.determinant()));
  }
  std::string formula() const
  {
    const Covariance P = covariance.inverse();
    std::ostringstream out;
    out.precision(17);
    out << "exp(-0.5*(" << P(0, 0) << "*(x - (" << mean[0] << "))^2 + 2*(" << P(0, 1) << ")*(x - (" << mean[0]
        << "))*(y - (" << mean[1] << ")) + " << P(1, 1) << "*(y - (" << mean[1] << "))^2))";
    return out.str();
  }
};

/// Less spread than the target, and near it: at all walls the velocity of mass points outwards. Where it
/// points inwards, nothing comes through the wall, and its nodes run empty.
Gaussian start()
{
  return {Mean(0.4, -0.3), (Covariance() << 0.5, 0.05, 0.05, 0.6).finished()};
}
Gaussian target()
{
  return {Mean(-0.2, 0.1), (Covariance() << 1, 0.1, 0.1, 1.1).finished()};
}

/// The moment equation by the classical Runge-Kutta method; `constant`: that of the kernel.
Gaussian at_end(double constant = 1)
{
  const auto rate = [constant](const Gaussian &g) {
    const Covariance P = target().covariance.inverse();
    const Mean off = g.mean - target().mean;
    const Covariance A =
        (Covariance::Identity() - P * (g.covariance + off * g.mean.transpose())) / sigma / sigma;
    return Gaussian{A * g.mean - constant * P * off, A * g.covariance + g.covariance * A.transpose()};
  };
  const auto moved = [](const Gaussian &g, double h, const Gaussian &k) {
    return Gaussian{g.mean + h * k.mean, g.covariance + h * k.covariance};
  };
  const int steps = 1000;
  const double h = end / steps;
  Gaussian g = start();
  for (int i = 0; i < steps; ++i) {
    const Gaussian a = rate(g), b = rate(moved(g, h / 2, a)), c = rate(moved(g, h / 2, b)),
                   d = rate(moved(g, h, c));
    g = moved(moved(g, h / 6, a), h / 6, d);
    g = moved(moved(g, h / 3, b), h / 3, c);
  }
  return g;
}

Parameters bilinear(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "energy/name = KL; geometry/name = Stein Wasserstein; kernel/name = bilinear; kernel/normalization = "
      "as "
      "given; kernel/bandwidth = 1.3; domain/dimension = 2; domain/lower = -5; domain/upper = 5; initial "
      "state/mass = 1; target/mass = 1; initial state/formula = " +
          start().formula() + "; target/formula = " + target().formula() + "; " + settings,
      "test");
  return p;
}

Vector evolved(const std::string &settings, std::shared_ptr<const Space> &space)
{
  const Flow flow = make_flow(bilinear(settings));
  space = flow.shared_space();
  return evolve(flow, options_for(end, 1e-9, "auto", 1)).states.back();
}

struct Errors {
  double moments, density;
};
Errors errors(const Vector &rho, const Space &space, const Gaussian &expected)
{
  const auto moment = [&](const auto &f) {
    return space.inner(rho, space.sample([&](const Point &x) { return f(Mean(x[0], x[1])); }));
  };
  const auto &m = expected.mean;
  double worst = 0;
  for (int i = 0; i < 2; ++i) {
    worst = std::max(worst, std::abs(moment([&](const Mean &x) { return x[i]; }) - m[i]));
    for (int j = 0; j < 2; ++j)
      worst = std::max(worst, std::abs(moment([&](const Mean &x) { return (x - m)[i] * (x - m)[j]; }) -
                                       expected.covariance(i, j)));
  }
  Vector difference = space.sample(expected);
  difference -= rho;
  return {worst, difference.linfty_norm()};
}
}  // namespace

// The derivative of the kernel, its constant, the integral of the score, mean and covariance apart: Gaussians
// stay Gaussian, and their moments follow the equation with the order 2p (p = 1, 2), since <x_i x_j, G* j> is
// exact for a flux j. At the nodes G* j is of order 2: the lumped mass integrates the shape functions times
// the divergence, of degree p and more, with h^2 at p = 2. Must fail: the equation of a kernel with another
// constant.
TEST(BilinearKernel, GaussiansFollowTheMomentEquation)
{
  const Gaussian expected = at_end(), other = at_end(0.5);
  for (const auto &[degree, cells] : {std::pair{1, 28}, {2, 28}}) {
    Errors found[2];
    for (const int i : {0, 1}) {
      std::shared_ptr<const Space> space;
      const Vector rho = evolved(
          "domain/degree = " + std::to_string(degree) + "; domain/cells = " + std::to_string(cells << i),
          space);
      found[i] = errors(rho, *space, expected);
      EXPECT_GT(errors(rho, *space, other).moments, 1e-2);
    }
    const double of_moments = std::log2(found[0].moments / found[1].moments),
                 of_density = std::log2(found[0].density / found[1].density);
    std::cout << "  degree " << degree << ": moments " << found[1].moments << ", order " << of_moments
              << "; density " << found[1].density << ", order " << of_density << "\n";
    EXPECT_NEAR(of_moments, 2 * degree, 0.3);
    EXPECT_NEAR(of_density, 2, 0.3);
    EXPECT_LT(found[1].moments, 5e-3);
  }
}

// Moments that miss a weight or a coordinate: Kf u against the double sum, O(N) against O(N^2). Must fail:
// another bandwidth.
TEST(BilinearKernel, TheOperatorIsTheDoubleSum)
{
  const Parameters p = bilinear("domain/cells = 4; domain/degree = 2");
  const auto space = make_space(p);
  const auto op = make_kernel_operator(p, "kernel", space);
  const auto &kernel = dynamic_cast<const FiniteRankKernel &>(op->kernel());
  const Vector u = space->sample([](const Point &x) { return std::exp(0.2 * x[0] - 0.1 * x[1]); });
  Vector fast = u;
  op->apply(u, fast);
  double error = 0, of_other = 0;
  for (std::size_t i = 0; i < space->n_nodes(); ++i) {
    double sum = 0, other = 0;
    for (std::size_t j = 0; j < space->n_nodes(); ++j) {
      const Point &x = space->nodes()[i], &y = space->nodes()[j];
      const double m = data(space->weights())[j] * data(u)[j], product = x[0] * y[0] + x[1] * y[1];
      EXPECT_NEAR(kernel(x, y), 1 + product / (sigma * sigma), 1e-14 * (1 + std::abs(product)));
      sum += m * (1 + product / (sigma * sigma));
      other += m * (1 + product / (1.1 * sigma * sigma));
    }
    error = std::max(error, std::abs(data(fast)[i] - sum));
    of_other = std::max(of_other, std::abs(data(fast)[i] - other));
  }
  EXPECT_LT(error, 1e-11 * fast.linfty_norm());
  EXPECT_GT(of_other, 1e-2 * fast.linfty_norm());
}

namespace
{
/// What is said; empty where nothing is refused.
std::string refusal(const std::string &settings)
{
  try {
    make_flow(bilinear("domain/cells = 4; " + settings));
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
}  // namespace

// Everything that needs what the kernel lacks, with the reason.
TEST(BilinearKernel, RefusedWhereItsPropertiesAreMissing)
{
  EXPECT_EQ(refusal(""), "");
  for (const auto &[name, entry] : Registry<Geometry>::entries())
    if (entry.traits.needs_kernel && !entry.traits.any_rank)
      EXPECT_NE(refusal("energy/name = " +
                        std::string(entry.traits.domain == StateDomain::positive ? "KL" : "L2-distance") +
                        "; geometry/name = " + name)
                    .find("no integral, no variance and no inverse"),
                std::string::npos)
          << name;
  EXPECT_NE(refusal("geometry/name = L2; energy/name = MMD").find("no integral"), std::string::npos);
  EXPECT_NE(refusal("kernel/normalization = unit integral").find("has no integral"), std::string::npos);
  EXPECT_NE(refusal("domain/boundary = periodic").find("not periodic"), std::string::npos);
  EXPECT_NE(refusal("kernel/operator = dense").find("by moments"), std::string::npos);
  EXPECT_NE(refusal("kernel/boundary = conditioned").find("walls do not change"), std::string::npos);
}

// A limit of small bandwidths, which there is not.
TEST(BilinearKernel, StudiesRefuseIt)
{
  const Parameters p = bilinear("sweep/parameter = bandwidth; sweep/values = 0.4, 0.2, 0.1");
  EXPECT_THROW(plan_cases(p), InputError);
  Parameters other = p;
  other.assign_all("kernel/name = Gaussian", "test");
  EXPECT_NO_THROW(plan_cases(other));
}
