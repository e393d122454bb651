// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein flows of KL between Gaussians, with a kernel that is bilinear to leading order. Kernels are functions
// of |x - y|, so none is bilinear itself; a wide one, taken as given, is
//   k = phi(|x - y|/sigma) = 1 - e (x - y)^2 + O(sigma^-4),   e = 1/(2 sigma^2), b/sigma^2,
// of the Gaussian and of the inverse multiquadric of exponent b. With the target N(0, s^2) and a symmetric
// rho of variance M, int h = 0 and int y h = M/s^2 - 1 for h = rho (log(rho/pi))', so that its velocity is
// linear,
//   f(x) = 2 e x (M/s^2 - 1),   M' = -4 e M (M/s^2 - 1),   M(t) = s^2/(1 + (s^2/M(0) - 1) exp(-4 e t)),
// and Gaussians stay Gaussians.
#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
constexpr double before = 0.5, target = 1;  ///< variances

struct Errors {
  double variance, density;
};
/// At 4 e t = 1, for this kernel and with these factors of e.
Errors errors(const std::string &kernel, double factor, double sigma, double wrong = 1)
{
  const double e = factor / (sigma * sigma), end = 1 / (4 * e);
  const Flow flow =
      make_flow("KL", "Stein Wasserstein",
                "domain/lower = -5; domain/upper = 5; domain/cells = 200; domain/degree = 1; "
                "kernel/normalization = as given; "
                "initial state/formula = exp(-x^2); target/formula = exp(-x^2/2); initial state/mass = 1; "
                "target/mass = 1; kernel/bandwidth = " +
                    std::to_string(sigma) + "; kernel/name = " + kernel);
  const Vector rho = evolve(flow, options_for(end, 1e-8, "auto", 1)).states.back();
  const Space &space = flow.space();
  const double expected = target / (1 + (target / before - 1) * std::exp(-wrong));
  const Vector square = space.sample([](const Point &x) { return x[0] * x[0]; });
  Vector gaussian = space.sample([&](const Point &x) {
    return std::exp(-x[0] * x[0] / (2 * expected)) / std::sqrt(2 * std::acos(-1.) * expected);
  });
  gaussian -= rho;
  return {std::abs(space.inner(square, rho) - expected), gaussian.linfty_norm()};
}
}  // namespace

// The moment equation, which variances with wide kernels approach with order 2 in 1/sigma: a factor of the
// velocity, the derivative of the kernel, the integral of the score. Must fail: a rate that is wrong by a
// tenth.
TEST(SteinMoments, GaussiansStayGaussians)
{
  for (const auto &[kernel, factor] : {std::pair<std::string, double>{"Gaussian", 0.5},
                                       {"inverse multiquadric; kernel/exponent = 1.5", 1.5}}) {
    const Errors wide = errors(kernel, factor, 8), wider = errors(kernel, factor, 16),
                 widest = errors(kernel, factor, 80);
    EXPECT_LT(widest.variance, 2e-3) << kernel;
    EXPECT_LT(widest.density, 2e-3) << kernel;
    EXPECT_NEAR(std::log2(wide.variance / wider.variance), 2, 0.3) << kernel;
    EXPECT_GT(errors(kernel, factor, 80, 1.1).variance, 1e-2) << kernel;
  }
}
