// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/geometries/geometry.h>

#include <gtest/gtest.h>

#include "tests/support/spaces.h"
#include <cmath>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Setting {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const KernelOperator> kernel;
  std::unique_ptr<Distance> distance;

  explicit Setting(const std::string &assignments)
  {
    parameters.assign_all(assignments, "test");
    space = make_space(parameters);
    kernel = make_kernel_operator(parameters, "kernel", space);
    distance = Registry<Distance>::make("inverse-kernel H-1", {space, kernel});
  }
  Vector sample(double a, double b) const
  {
    return space->sample(
        [=](const Point &x) { return 1 + a * std::cos(M_PI * x[0]) + b * std::cos(3 * M_PI * x[0]); });
  }
};

const std::string line = "domain/cells = 10; domain/degree = 8; kernel/bandwidth = 0.2; ";
}  // namespace

// d^2 = int int k_D(x, y) (F1 - F0)(x) (F1 - F0)(y) with distribution functions F and the kernel of the
// Dirichlet problem, here that of (1 + l^2 L)^-1 in closed form: another boundary condition, a missing root,
// a forgotten kernel.
TEST(InverseKernelHMinus1, IsTheNormOfDistributionFunctions)
{
  const Setting s(line + "kernel/name = intrinsic Matern");
  const double l = 0.2, a = 0.4, b = -0.3;
  const auto green = [l](double x, double y) {
    return std::sinh(std::min(x, y) / l) * std::sinh((1 - std::max(x, y)) / l) / (l * std::sinh(1 / l));
  };
  const auto F = [=](double x) {
    return a * std::sin(M_PI * x) / M_PI + b * std::sin(3 * M_PI * x) / (3 * M_PI);
  };
  // The trapezoidal rule: errors of order h^2, extrapolated once.
  const auto double_integral = [&](int n) {
    double sum = 0;
    for (int i = 1; i < n; ++i)
      for (int j = 1; j < n; ++j)
        sum += green(double(i) / n, double(j) / n) * F(double(i) / n) * F(double(j) / n);
    return sum / n / n;
  };
  const double coarse = double_integral(200), fine = double_integral(400);
  const double expected = std::sqrt((4 * fine - coarse) / 3);
  EXPECT_NEAR(s.distance->between(s.sample(a, b), s.sample(0, 0)), expected, 1e-7 * expected);
}

// Every mode by itself, in a plane that is periodic in one direction; a Gaussian, whose inverse overflows.
TEST(InverseKernelHMinus1, OfModes)
{
  const Setting s(
      "domain/dimension = 2; domain/cells = 6; domain/degree = 6; domain/boundary = no-flux, periodic; "
      "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.3");
  const double lambda = M_PI * M_PI * (1 + 4);
  const Vector one = s.space->sample([](const Point &) { return 1.; }),
               wave = s.space->sample(
                   [](const Point &x) { return 1 + std::cos(M_PI * x[0]) * std::sin(2 * M_PI * x[1]); });
  const double expected = std::sqrt(0.25 * std::exp(-0.045 * lambda) / lambda);
  EXPECT_NEAR(s.distance->between(wave, one), expected, 1e-5 * expected);
  EXPECT_EQ(s.distance->between(one, one), 0);
}

// g <= 1: below the distance of H-1, and near it for small bandwidths.
TEST(InverseKernelHMinus1, IsBelowHMinus1)
{
  double last = 0;
  for (const char *bandwidth : {"0.3", "0.1", "0.01"}) {
    const Setting s(line + "kernel/name = intrinsic Gaussian; kernel/bandwidth = " + bandwidth);
    const auto limit = Registry<Distance>::make("H-1", {s.space, nullptr});
    const double ratio = s.distance->between(s.sample(0.4, 0.2), s.sample(0, -0.1)) /
                         limit->between(s.sample(0.4, 0.2), s.sample(0, -0.1));
    EXPECT_LT(ratio, 1);
    EXPECT_GT(ratio, last);
    last = ratio;
  }
  EXPECT_GT(last, 0.999);
}

// It is what the geometry costs: straight lines are geodesics, d^2 = 2 R of their rate.
TEST(InverseKernelHMinus1, IsTheLengthOfSegmentsInItsGeometry)
{
  const Setting s(line + "kernel/name = intrinsic Matern; kernel/smoothness = 2");
  const auto geometry = Registry<Geometry>::make("inverse-kernel H-1", {s.parameters, s.space, s.kernel});
  Vector rate = s.sample(0.4, -0.2);
  const Vector from = s.sample(0, 0.1);
  const double d = s.distance->between(rate, from);
  rate -= from;
  EXPECT_NEAR(d * d, 2 * geometry->primal_dissipation(from, rate), 1e-10 * d * d);
}

// The dual by the geometry's own R*, 2 <zeta, eta> - 2 R*(zeta): d^2 is its value at zeta = Kf L^+ eta, and
// more than that at any other zeta, by 2 R*(p) at zeta + p. Must fail: half of this zeta.
TEST(InverseKernelHMinus1, IsTheSupremumOfItsDual)
{
  const Setting s(line + "kernel/name = intrinsic Matern; kernel/smoothness = 2");
  const auto geometry = Registry<Geometry>::make("inverse-kernel H-1", {s.parameters, s.space, s.kernel});
  const Vector from = s.sample(0, 0.1), to = s.sample(0.4, -0.2);
  Vector eta = to, w = to, zeta = to;
  eta -= from;
  s.space->laplacian().prepare(SpectralFunction::pseudo_inverse())->apply(eta, w);
  s.kernel->apply(w, zeta);
  const auto dual = [&](const Vector &z) {
    return 2 * s.space->inner(z, eta) - 2 * geometry->dual_dissipation(from, z);
  };
  const double square = std::pow(s.distance->between(to, from), 2);
  EXPECT_NEAR(dual(zeta), square, 1e-9 * square);
  const Vector p =
      s.space->sample([](const Point &x) { return std::cos(2 * M_PI * x[0]) + std::cos(M_PI * x[0]); });
  for (const double size : {1e-3, -1e-3, 1e-2}) {
    Vector other = zeta, part = p;
    part *= size;
    other += part;
    const double less = 2 * geometry->dual_dissipation(from, part);
    EXPECT_NEAR(dual(other), square - less, 1e-9 * square + 1e-9 * less);
    EXPECT_LT(dual(other), square);
  }
  zeta *= 0.5;
  EXPECT_LT(dual(zeta), 0.8 * square);
}

TEST(InverseKernelHMinus1, Refusals)
{
  const Setting s(line + "kernel/name = intrinsic Matern");
  Vector heavier = s.sample(0, 0);
  heavier *= 1.01;
  EXPECT_THROW(s.distance->between(heavier, s.sample(0, 0)), NumericalFailure);
  const auto gaussian = [&] {
    Parameters p = s.parameters;
    p.set("kernel", "name", "Gaussian");
    return make_kernel_operator(p, "kernel", s.space);
  }();
  EXPECT_THROW(Registry<Distance>::make("inverse-kernel H-1", {s.space, gaussian}), InputError);
  EXPECT_NE(why_not_applicable("inverse-kernel H-1", {s.space, gaussian}, true, true), "");
  EXPECT_THROW(Registry<Distance>::make("inverse-kernel H-1", {s.space, nullptr}), InputError);
}
