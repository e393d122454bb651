// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/support/spaces.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
double mmd(const std::string &kernel, double bandwidth, const std::shared_ptr<const Space> &space,
           const Vector &a, const Vector &b)
{
  Parameters parameters = box_parameters(1, 4);
  parameters.set("kernel", "name", kernel);
  parameters.set("kernel", "bandwidth", text(bandwidth));
  const Distance::Context context{space, make_kernel_operator(parameters, "kernel", space)};
  EXPECT_EQ(why_not_applicable("MMD", context, false, false), "");
  return Registry<Distance>::make("MMD", context)->between(a, b);
}
}  // namespace

// An intrinsic kernel multiplies a cosine mode by its symbol: exp(-sigma^2 pi^2/2). Catches the square of the
// kernel, a missing root, a missing weight.
TEST(MMD, OfAMode)
{
  const auto space = make_box(1, 12, 6);
  const Vector a = space->sample([](const Point &x) { return 1 + 0.5 * std::cos(M_PI * x[0]); });
  const Vector b = space->sample([](const Point &) { return 1.0; });
  const double sigma = 0.3, exact = 0.5 * std::sqrt(0.5 * std::exp(-sigma * sigma * M_PI * M_PI / 2));
  EXPECT_NEAR(mmd("intrinsic Gaussian", sigma, space, a, b) / exact, 1, 1e-9);
  EXPECT_EQ(mmd("intrinsic Gaussian", sigma, space, a, a), 0);
}

// Against the closed form for two Gaussians and a free-space Gaussian kernel of unit integral:
// int int k a b = N(m - n; 0, s^2 + t^2 + sigma^2).
TEST(MMD, OfGaussians)
{
  const auto normal = [](double x, double variance) {
    return std::exp(-x * x / (2 * variance)) / std::sqrt(2 * M_PI * variance);
  };
  const auto space = make_box(1, 60, 6, false, 0, -10, 10);
  const double m = -0.4, n = 0.9, s = 0.7, t = 1.1, sigma = 0.5;
  const Vector a = space->sample([&](const Point &x) { return normal(x[0] - m, s * s); });
  const Vector b = space->sample([&](const Point &x) { return normal(x[0] - n, t * t); });
  const double exact = std::sqrt(normal(0, 2 * s * s + sigma * sigma) + normal(0, 2 * t * t + sigma * sigma) -
                                 2 * normal(m - n, s * s + t * t + sigma * sigma));
  EXPECT_NEAR(mmd("Gaussian", sigma, space, a, b) / exact, 1, 1e-9);
}
