// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/strip_fit.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

using namespace gammaflow;
using Eigen::ArrayXd;
using Eigen::ArrayXXd;

namespace
{
/// The smallest value of a convex function on [-50, 50].
double least(const std::function<double(double)> &f)
{
  double low = -50, high = 50;
  for (int k = 0; k < 150; ++k) {
    const double a = low + (high - low) / 3, b = high - (high - low) / 3;
    (f(a) < f(b) ? high : low) = f(a) < f(b) ? b : a;
  }
  return f((low + high) / 2);
}

/// The same by search over both coefficients.
double by_search(const Strips &data, const ArrayXd &a, const ArrayXd &b)
{
  return least([&](double x) {
    return least([&](double y) { return ((data.centre - x * a - y * b).abs() / data.bar).maxCoeff(); });
  });
}
}  // namespace

// Leveled errors of three points against a search; a wrong sign of a minor is found at once.
TEST(StripFit, SmallestResidualAgreesWithASearch)
{
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(0.5, 1.5);
  for (int trial = 0; trial < 20; ++trial) {
    const Eigen::Index n = 4 + trial % 4;
    ArrayXd a(n), b(n), f(n), bar(n);
    for (Eigen::Index i = 0; i < n; ++i)
      a[i] = uniform(random), b[i] = uniform(random), f[i] = uniform(random), bar[i] = uniform(random);
    const Strips data{f, bar};
    const double exact = smallest_residual(data, a, b, {Allowed::Kind::box, -1e9, 1e9}),
                 searched = by_search(data, a, b);
    EXPECT_NEAR(exact, searched, 1e-6);
    ArrayXXd design(n, 2);
    design << a, b;
    EXPECT_NEAR(smallest_residual(data, design), exact, 1e-9);
  }
}

// Conditions on the coefficients only make it larger, and a member on the border is found.
TEST(StripFit, Conditions)
{
  const ArrayXd x = ArrayXd::LinSpaced(5, 1, 5), one = ArrayXd::Ones(5);
  const Strips line{ArrayXd(2 + 3 * x), ArrayXd::Constant(5, 0.1)};
  EXPECT_NEAR(smallest_residual(line, one, x, {Allowed::Kind::ratio, 0, 10}), 0, 1e-9);
  EXPECT_GT(smallest_residual(line, one, x, {Allowed::Kind::ratio, 0, 1}), 1);
  const Strips border{ArrayXd(2 + 2 * x), ArrayXd::Constant(5, 0.1)};
  EXPECT_NEAR(smallest_residual(border, one, x, {Allowed::Kind::ratio, 0, 1}), 0, 1e-9);
  EXPECT_TRUE(std::isinf(smallest_residual({-(2 + 3 * x), line.bar}, one, x, {Allowed::Kind::ratio, 0, 10})));
}

// The intercept of lines through strips of half width 0.1 at 1, ..., 5: 2 -+ 0.1 (5 + 1)/(5 - 1).
TEST(StripFit, RangeOfACoefficient)
{
  const ArrayXd x = ArrayXd::LinSpaced(5, 1, 5);
  ArrayXXd design(5, 2);
  design << ArrayXd::Ones(5), x;
  const Range range = range_of_first({ArrayXd(2 + 3 * x), ArrayXd::Constant(5, 0.1)}, design);
  EXPECT_NEAR(range.low, 2 - 0.15, 1e-9);
  EXPECT_NEAR(range.high, 2 + 0.15, 1e-9);
}
