// SPDX-License-Identifier: LGPL-2.1-or-later
// Exponentials and logarithms of many numbers at once.
#include <gammaflow/base/elementary.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace gammaflow;

namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> exponentials_of(const std::vector<double> &x)
{
  std::vector<double> y(x.size());
  exponentials(x.size(), x.data(), y.data());
  return y;
}
std::vector<double> log_ratios_of(const std::vector<double> &a, const std::vector<double> &b)
{
  std::vector<double> y(a.size());
  log_ratios(a.size(), a.data(), b.data(), y.data());
  return y;
}
}  // namespace

// A wrong digit of a coefficient, a wrong part of log 2: against the functions in extended precision.
TEST(Elementary, ExponentialsAreThoseOfExtendedPrecision)
{
  std::vector<double> x;
  for (int i = -70790; i <= 70940; ++i) x.push_back(0.01 * i + 1e-3 * std::sin(i));
  for (int i = -1000; i <= 1000; ++i) x.push_back(1e-3 * i);
  const auto y = exponentials_of(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const long double exact = expl((long double)x[i]);
    ASSERT_LE(std::abs((y[i] - exact) / exact), 2.3e-16L) << x[i];
  }
}

// An exponent that wraps around, a number that is not one and comes out as one.
TEST(Elementary, ExponentialsOfWhatHasNone)
{
  const auto y = exponentials_of({-1e300, -infinity, -709, 1e300, infinity, 710, std::nan(""), 0});
  EXPECT_EQ(y[0], 0);
  EXPECT_EQ(y[1], 0);
  EXPECT_EQ(y[2], 0);
  EXPECT_EQ(y[3], infinity);
  EXPECT_EQ(y[4], infinity);
  EXPECT_EQ(y[5], infinity);
  EXPECT_TRUE(std::isnan(y[6]));
  EXPECT_EQ(y[7], 1);
}

// A logarithm of the rounded ratio near 1 has lost its digits: log1p of the exact difference has not.
TEST(Elementary, LogarithmsKeepTheirDigitsNearOneAndFarAway)
{
  std::vector<double> a, b;
  for (int i = 0; i < 20000; ++i) {
    b.push_back(std::exp(3 * std::sin(i)));
    a.push_back(i % 2 ? b.back() * (1 + std::pow(10., -i / 1300.)) : std::exp(-300 + 0.03 * i));
  }
  const auto y = log_ratios_of(a, b);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const long double ratio = (long double)a[i] / b[i],
                      exact =
                          ratio > 0.5 && ratio < 2 ? log1pl(((long double)a[i] - b[i]) / b[i]) : logl(ratio);
    ASSERT_LE(std::abs(y[i] - exact), 1e-15L * std::abs(exact)) << a[i] << " / " << b[i];
  }
}

// Ratios that over- or underflow though their logarithm is a plain number.
TEST(Elementary, LogarithmsOfRatiosBeyondTheRange)
{
  const auto y = log_ratios_of({1e-200, 1e200, 1e-310, 0, 1, -1}, {1e200, 1e-200, 1e10, 1, 1, 1});
  EXPECT_NEAR(y[0], -400 * std::log(10.), 1e-12);
  EXPECT_NEAR(y[1], 400 * std::log(10.), 1e-12);
  EXPECT_NEAR(y[2], std::log(1e-310) - std::log(1e10), 1e-12);
  EXPECT_EQ(y[3], -infinity);
  EXPECT_EQ(y[4], 0);
  EXPECT_TRUE(std::isnan(y[5]));
}
