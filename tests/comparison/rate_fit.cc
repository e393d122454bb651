#include <gammaflow/comparison/rate_fit.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
bool mentions(const RateFit &fit, const std::string &words)
{
  return fit.note.find(words) != std::string::npos;
}
}  // namespace

// Wrong sign, wrong base of the logarithm, weights in the wrong place.
TEST(RateFit, PurePowers)
{
  for (double q = 0.5; q <= 3; q += 0.25)
    for (const double ratio : {1.5, 2.0, 10.0}) {
      const RateFit fit =
          fit_rate(sweep([=](double e) { return 3 * std::pow(e, q); }, 5, 0.01, 0.5, ratio), 0.05);
      ASSERT_TRUE(fit.valid);
      EXPECT_NEAR(fit.order, q, 1e-12);
      EXPECT_NEAR(fit.constant, 3, 1e-9);
      EXPECT_FALSE(fit.saturates);
      EXPECT_LE(fit.uncertainty, 0.1);
      // Five points: sum |x_i| / sum x_i^2 = 6/10 per log(ratio), times log(1/0.99).
      EXPECT_NEAR(fit.uncertainty_from_delta, 0.6 / std::log(ratio) * -std::log(0.99), 1e-9);
      EXPECT_NEAR(fit.uncertainty_from_drift, 0, 1e-10);
      EXPECT_EQ(fit.used, std::vector<bool>(5, true));
    }
}

// The points come in any order, and what is said per point refers to that order.
TEST(RateFit, OrderOfThePointsDoesNotMatter)
{
  auto values = sweep([](double e) { return e * (1 + 8 * e * e); }, 8, 0.001);
  const RateFit ordered = fit_rate(values, 0.05);
  std::mt19937 random(3);
  for (int trial = 0; trial < 10; ++trial) {
    auto shuffled = values;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const RateFit fit = fit_rate(shuffled, 0.05);
    EXPECT_EQ(fit.order, ordered.order);
    EXPECT_EQ(fit.uncertainty, ordered.uncertainty);
    for (std::size_t i = 0; i < values.size(); ++i)
      for (std::size_t j = 0; j < values.size(); ++j)
        if (values[i].parameter == shuffled[j].parameter) {
          EXPECT_EQ(ordered.used[i], fit.used[j]);
          if (!std::isnan(ordered.local_order[i])) {
            EXPECT_EQ(ordered.local_order[i], fit.local_order[j]);
          }
        }
  }
}

// Large parameters that do not yet follow the power law are left out and named; the order is that of the
// tail.
TEST(RateFit, PreAsymptoticRange)
{
  const RateFit fit = fit_rate(sweep([](double e) { return e / (1 + 10 * e); }, 9, 0.002, 1), 0.05);
  ASSERT_TRUE(fit.valid);
  EXPECT_FALSE(fit.used[0]);
  EXPECT_FALSE(fit.used[2]);
  EXPECT_TRUE(fit.used[8]);
  EXPECT_NEAR(fit.order, 1, fit.uncertainty);
  EXPECT_LT(fit.uncertainty, 0.3);
  EXPECT_TRUE(mentions(fit, "Pre-asymptotic"));
}

// e^q (1 + a e): the fitted slope is biased by the drift, and the uncertainty must say so, although the error
// bars are tiny.
TEST(RateFit, UncertaintyCoversTheDrift)
{
  for (const double a : {-0.7, 0.5, 2.0})
    for (const double power : {1.0, 2.0}) {
      const RateFit fit =
          fit_rate(sweep([=](double e) { return e * e * (1 + a * std::pow(e, power)); }, 6, 1e-4), 0.05);
      EXPECT_LE(std::abs(fit.order - 2), fit.uncertainty) << a << " " << power;
      EXPECT_GT(fit.uncertainty_from_drift, fit.uncertainty_from_delta) << a << " " << power;
      EXPECT_LT(fit.uncertainty, 0.25) << a << " " << power;
    }
}

// No tail is asymptotic: the local orders 3, 2, 1 must not become "2.0 +- 0.1".
TEST(RateFit, DriftingOrdersAreUncertain)
{
  const std::vector<SweepValue> values = {{0.8, 64, 0.1}, {0.4, 8, 0.01}, {0.2, 2, 0.01}, {0.1, 1, 0.01}};
  const RateFit fit = fit_rate(values, 0.05);
  EXPECT_GT(fit.uncertainty, 1);
  EXPECT_TRUE(mentions(fit, "still drift"));
}

// Unresolved points would pull the order towards 0 (d is then the discretization error).
TEST(RateFit, UnresolvedPointsAreNotUsed)
{
  auto values = sweep([](double e) { return e * e; }, 7, 0);
  for (SweepValue &v : values) {
    v.delta = 2e-4;
    v.value += 2e-4;
  }
  const RateFit fit = fit_rate(values, 0.05);
  ASSERT_TRUE(fit.valid);
  EXPECT_NEAR(fit.order, 2, fit.uncertainty);
  EXPECT_EQ(fit.used, (std::vector<bool>{true, true, true, true, false, false, false}));
  EXPECT_EQ(fit.resolved, fit.used);
  EXPECT_TRUE(mentions(fit, "unresolved")) << fit.note;
}

// Zeros, NaN, infinities, negative parameters and repetitions are left out with a word; nothing throws.
TEST(RateFit, MeaninglessPoints)
{
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  auto values = sweep([](double e) { return e; }, 4, 0.01);
  values.push_back({0.01, 0, 0});
  values.push_back({0.02, 1e-14, 0});
  values.push_back({nan, 1, 0.1});
  values.push_back({-0.1, 1, 0.1});
  values.push_back({0, 1, 0.1});
  values.push_back({0.03, nan, 0.1});
  values.push_back({0.04, 0.04, nan});
  values.push_back({0.05, 0.05, infinity});
  values.push_back({0.06, infinity, 0.1});
  values.push_back({0.07, -1, 0.1});
  values.push_back({0.5, 0.6, 0.02});  // the same parameter as the first, less accurate
  const RateFit fit = fit_rate(values, 0.05);
  ASSERT_TRUE(fit.valid);
  EXPECT_NEAR(fit.order, 1, 1e-12);
  EXPECT_EQ(std::count(fit.used.begin(), fit.used.end(), true), 4);
  EXPECT_TRUE(mentions(fit, "round-off"));
  EXPECT_TRUE(mentions(fit, "not a number"));
  EXPECT_TRUE(mentions(fit, "given twice"));
  EXPECT_TRUE(mentions(fit, "unresolved"));
}

// The more accurate one of two points at one parameter is kept, wherever it stands.
TEST(RateFit, RepeatedParameters)
{
  auto values = sweep([](double e) { return e; }, 4, 0.01);
  values.insert(values.begin(), {values[0].parameter, 1.04 * values[0].value, 0.045 * values[0].value});
  const RateFit fit = fit_rate(values, 0.05);
  EXPECT_FALSE(fit.used[0]);
  EXPECT_TRUE(fit.used[1]);
  EXPECT_NEAR(fit.order, 1, 1e-12);
}

// A fit through two points, or none, is no fit.
TEST(RateFit, TooFewPoints)
{
  for (unsigned n : {0u, 1u, 2u}) {
    const RateFit fit = fit_rate(sweep([](double e) { return e; }, n), 0.05);
    EXPECT_FALSE(fit.valid);
    EXPECT_TRUE(mentions(fit, "a fit needs three")) << fit.note;
    EXPECT_EQ(fit.used.size(), n);
    EXPECT_EQ(fit.local_order.size(), n);
  }
  EXPECT_FALSE(fit_rate(sweep([](double e) { return e; }, 5, 0.2), 0.05).valid);
}
