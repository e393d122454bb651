#include <gammaflow/study/error_estimate.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

using namespace gammaflow;

namespace
{
/// Differences of consecutive values e(0), e(1), ... of an error, finest first.
std::vector<double> differences(const std::function<double(int)> &error, int count = 3)
{
  std::vector<double> result;
  for (int k = 0; k < count; ++k) result.push_back(std::abs(error(k) - error(k + 1)));
  return result;
}
}  // namespace

// Of a geometric series the estimate is the error times the safety factor of a confirmed order, 1.25; and it
// knows the order, whether it is one half (the front of a degenerate equation) or eight.
TEST(ErrorEstimate, GeometricSeries)
{
  for (const double order : {0.5, 1., 2., 5., 8.}) {
    const auto d = differences([order](int k) { return 1e-3 * std::pow(2., order * k); });
    const ErrorEstimate estimate = error_estimate(d, std::pow(2., -9), 0);
    EXPECT_TRUE(estimate.confirmed) << order;
    EXPECT_NEAR(-std::log2(estimate.contraction), order, 1e-12);
    EXPECT_NEAR(estimate.value, 1.25e-3, 1e-12);
  }
}

// A smooth error that dies out and leaves one of lower order: the last ratio alone would promise too much.
TEST(ErrorEstimate, OrderThatDrops)
{
  for (const double share : {1e-4, 1e-3, 1e-2, 0.1, 1e3, 1e4}) {
    const auto error = [share](int k) { return std::pow(2., 5. * k) + share * std::pow(2., k); };
    const ErrorEstimate estimate = error_estimate(differences(error), std::ldexp(1., -5), 0);
    EXPECT_GE(estimate.value, error(0)) << share;
    EXPECT_LE(estimate.value, 30 * error(0)) << share;
  }
}

// Superconvergence of a coarse mesh that is left behind is no promise for the next mesh.
TEST(ErrorEstimate, NoFasterThanTheMethod)
{
  const ErrorEstimate estimate = error_estimate({1e-6, 1e-2}, std::ldexp(1., -4), 0);
  EXPECT_FALSE(estimate.confirmed);
  EXPECT_GE(estimate.value, 1e-6 / 15);
}

// Differences in the noise are no contraction, and nothing at all is no error bar.
TEST(ErrorEstimate, NoiseAndNothing)
{
  EXPECT_EQ(error_estimate({1e-9, 2e-9, 1e-9}, 0.1, 1e-9).value, 1e-9);
  EXPECT_EQ(error_estimate({}, 0.1, 0).value, std::numeric_limits<double>::infinity());
  EXPECT_EQ(error_estimate({0., 0.}, 0.1, 0).value, 0);
}

// A number whose last difference is small by accident is not taken for exact.
TEST(ErrorEstimate, NumbersMayBeCloseByAccident)
{
  const ErrorEstimate naive = error_estimate({1e-9, 1e-3, 5e-3}, 1e-4, 0),
                      careful = error_estimate_of_number({1e-9, 1e-3, 5e-3}, 1e-4, 0, {0, 0.125, true});
  EXPECT_LT(naive.value, 1e-8);
  EXPECT_GT(careful.value, 1e-5);
  EXPECT_EQ(error_estimate_of_number({1e-6, 1e-4, 1e-2}, 1e-4, 0, {0, 0.125, true}).value,
            error_estimate({1e-6, 1e-4, 1e-2}, 1e-4, 0).value);
}

// What two meshes miss of a jump agrees by accident. Must fail: taken for fast convergence, the bar is too
// small.
TEST(ErrorEstimate, RoughDataAgreeByAccident)
{
  const std::vector<double> errors = {0.9e-3, 0.95e-3, 3.1e-3, 5e-3};  // of order 1, up to accidents
  std::vector<double> d;
  for (std::size_t k = 0; k + 1 < errors.size(); ++k) d.push_back(errors[k + 1] - errors[k]);
  EXPECT_LT(error_estimate(d, std::ldexp(1., -5), 0).value, errors[0]);
  const ErrorEstimate estimate = error_estimate_of_rough_data(d, 0.5, 0);
  EXPECT_GT(estimate.value, errors[0]);
  EXPECT_LT(estimate.value, 10 * errors[0]);
  EXPECT_FALSE(estimate.confirmed);
}

// At one time of several: a geometric series is what it is over all times; an order that has dropped at this
// time alone, and differences that vanish by accident, are not trusted.
TEST(ErrorEstimate, AtOneTime)
{
  const auto series = [](double e, double r) {
    return differences([=](int k) { return e * std::pow(r, -k); });
  };
  const ErrorEstimate over_time = error_estimate(series(1e-3, 1. / 32), std::ldexp(1., -10), 0);
  ASSERT_TRUE(over_time.confirmed);
  EXPECT_NEAR(error_estimate_at_time(series(1e-6, 1. / 32), 0, over_time).value, 1.25e-6, 1e-12);
  for (const double share : {100., 1e3}) {
    const auto error = [share](int k) { return std::pow(32., k) + share * std::pow(2., k); };
    EXPECT_GE(error_estimate_at_time(differences(error), 0, over_time).value, error(0)) << share;
  }
  // d[1] is small by accident
  EXPECT_GE(error_estimate_at_time({1e-9, 1e-9, 1e-3}, 1e-9, over_time).value, 1e-3 / 32 / 32 / 32);
  // and so are all: what is left is the noise
  EXPECT_EQ(error_estimate_at_time({1e-9, 2e-9, 1e-9}, 1e-9, over_time).value, 1e-9);
}
