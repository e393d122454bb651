// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/references/error_estimate.h>

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

// Errors of few, long steps to three tolerances, as they were found: two of them agree by accident, and more
// than any method contracts. Must fail: the last difference taken for what it is.
TEST(ErrorEstimate, AgreementByAccidentIsNoConvergence)
{
  const double fastest = 0.1;
  for (const std::vector<double> &errors :
       {std::vector<double>{2.2e-7, 4.5e-7, 2.15e-5}, {8.8e-7, 1.13e-6, 4.6e-5}, {1.7e-7, 1.9e-7, 5.3e-6}}) {
    const std::vector<double> d = {errors[1] - errors[0], errors[2] - errors[1]};
    const double r = 0.2;  // twice a tenth
    EXPECT_LT(3 * d[0] * r / (1 - r), errors[0]);
    EXPECT_GT(error_estimate(d, fastest, 0).value, errors[0]);
    EXPECT_LT(error_estimate(d, fastest, 0).value, 40 * errors[0]);
  }
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
                      careful = error_estimate_of_number({1e-9, 1e-3, 5e-3}, 1e-4, 0, {0, 0.125, true}, false,
                                                         1e-4);
  EXPECT_LT(naive.value, 1e-8);
  EXPECT_GT(careful.value, 1e-5);
  EXPECT_EQ(error_estimate_of_number({1e-6, 1e-4, 1e-2}, 1e-4, 0, {0, 0.125, true}, false, 1e-4).value,
            error_estimate({1e-6, 1e-4, 1e-2}, 1e-4, 0).value);
}

// The times at which a front passes on four meshes, as they were found: the ratios of the differences agree,
// and yet their signs change. Must fail: the same magnitudes with one sign.
TEST(ErrorEstimate, NumbersThatChangeTheirSignAreNotConfirmed)
{
  const std::vector<double> times = {1.767986, 1.766912, 1.753548, 1.861990};
  std::vector<double> d, size;
  for (std::size_t k = 0; k + 1 < times.size(); ++k) {
    d.push_back(times[k + 1] - times[k]);
    size.push_back(std::abs(d.back()));
  }
  EXPECT_TRUE(changes_sign(d, 0));
  EXPECT_FALSE(changes_sign(size, 0));
  EXPECT_FALSE(changes_sign(d, 1));  // all of it is noise
  const ErrorEstimate state = {0, 0.125, true},
                      of_one_sign = error_estimate_of_number(size, 1. / 16, 0, state, false, 1. / 16),
                      over_time = error_estimate_of_number(size, 1. / 16, 0, state, true, 1. / 16);
  const double error = std::abs(times[0] - 0.05 / (std::sqrt(0.02) * 0.2));
  EXPECT_TRUE(of_one_sign.confirmed);
  EXPECT_LT(error_estimate_at_time(size, size, 0, of_one_sign).value, error);
  EXPECT_FALSE(over_time.confirmed);
  EXPECT_GT(error_estimate_at_time(d, size, 0, over_time).value, error);
  EXPECT_LT(error_estimate_at_time(d, size, 0, over_time).value, 10 * error);
  // nor at one time alone, where over all times they were
  const ErrorEstimate alone =
      error_estimate_at_time({4e-4, -8e-4, 1.6e-3}, {1, 16, 256}, 0, {0.1, 1. / 16, true, 1. / 16});
  EXPECT_FALSE(alone.confirmed);
  EXPECT_GE(alone.value, 4e-4 * 0.5 / (1 - 0.5));
}

// An order that drops is believed of numbers, too, as long as they go one way. Must fail: the last ratio
// alone.
TEST(ErrorEstimate, NumbersWhoseOrderDrops)
{
  const auto error = [](int k) { return 20 * std::pow(0.1, 3 - k) + 5 * std::pow(0.7, 3 - k); };
  const std::vector<double> d = differences(error);
  const double r = d[0] / d[1];
  EXPECT_LT(3 * d[0] * r / (1 - r), error(0));
  EXPECT_GE(error_estimate_of_number(d, 1. / 64, 0, {0, 0.125, true}, false, 1. / 64).value, error(0));
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
  const std::vector<double> largest = series(1e-3, 1. / 32);
  const ErrorEstimate over_time = error_estimate(largest, std::ldexp(1., -10), 0);
  ASSERT_TRUE(over_time.confirmed);
  EXPECT_NEAR(error_estimate_at_time(series(1e-6, 1. / 32), largest, 0, over_time).value, 1.25e-6, 1e-12);
  for (const double share : {100., 1e3}) {
    const auto error = [share](int k) { return std::pow(32., k) + share * std::pow(2., k); };
    EXPECT_GE(error_estimate_at_time(differences(error), largest, 0, over_time).value, error(0)) << share;
  }
  // d[1] is small by accident
  EXPECT_GE(error_estimate_at_time({1e-9, 1e-9, 1e-3}, largest, 1e-9, over_time).value, 1e-3 / 32 / 32 / 32);
  // d[0] is, where the largest ones contract by a half only
  const ErrorEstimate slow =
      error_estimate_of_number({0.5, 1, 10}, 1. / 256, 0, {0, 1. / 16, true}, false, 1. / 256);
  EXPECT_GE(error_estimate_at_time({0.01, 1, 10}, {0.5, 1, 10}, 0, slow).value, 0.5);
  // and so are all: what is left is the noise
  EXPECT_EQ(error_estimate_at_time({1e-9, 2e-9, 1e-9}, largest, 1e-9, over_time).value, 1e-9);
}

// A weak norm contracts fast while it sees the part of the error that oscillates within cells; what is left
// contracts as the state does (degree 1), or by one order more (degree 2). Must fail: its own contraction
// alone gives a bar that is five times, or twice, as small.
TEST(ErrorEstimate, WeakNorms)
{
  const std::vector<double> d = {1e-6, 16e-6, 256e-6};
  const ErrorEstimate state = error_estimate({1e-4, 4e-4, 16e-4}, 1. / 32, 0);
  for (const auto &[gain, bar] : {std::pair(1., 1.25e-6 / 3), {0.5, 1.25e-6 / 7}}) {
    const double of_nodes = 1. / 256;
    const ErrorEstimate own = error_estimate(d, gain / 32, 0),
                        weak = error_estimate_in_weak_norm(d, 1. / 32, 0, state, gain, of_nodes);
    EXPECT_NEAR(weak.value, bar, 1e-12);
    EXPECT_LT((gain == 1 ? 4.9 : 2.1) * own.value, weak.value);
    EXPECT_EQ(error_estimate_in_weak_norm(d, 1. / 32, 0, own, gain, of_nodes).value, own.value);
  }
  // Differences that contract as fast as values at nodes do are not small by accident; smaller ones are.
  ErrorEstimate nothing_left;
  nothing_left.contraction = 0;
  const auto weak = [&](const std::vector<double> &differences) {
    return error_estimate_in_weak_norm(differences, 1. / 32, 0, nothing_left, 1, 1. / 256).value;
  };
  const std::vector<double> fast = {1e-6, 256e-6, 65536e-6}, by_accident = {1e-8, 256e-6, 65536e-6};
  EXPECT_NEAR(weak(fast), 1.25e-6 / 31, 1e-12);
  EXPECT_NEAR(weak(by_accident), weak(fast), 1e-12);
  EXPECT_GT(error_estimate(fast, 1. / 32, 0).value, 60 * weak(fast));
}

// In time the contraction of weak norms is known, not observed: companions of nearly the same steps differ by
// little, and their ratio of one says nothing. Must fail: the estimate that believes it is 20 times as large.
TEST(ErrorEstimate, WeakNormsInTime)
{
  const auto bar = [](const std::vector<double> &d) {
    return error_estimate_in_time_of_weak_norm(d, 0).value;
  };
  const double error = 1e-8;
  EXPECT_NEAR(bar({9 * error, 90 * error}), 6.75 * error, 1e-20) << "proportional to the tolerance";
  EXPECT_NEAR(bar({error, 90 * error}), 6.75 * error, 1e-20) << "small by accident";
  const std::vector<double> nearly_same_steps = {9 * error, 10 * error};
  EXPECT_NEAR(bar(nearly_same_steps), 6.75 * error, 1e-20);
  EXPECT_GT(error_estimate(nearly_same_steps, 0.1, 0, 2).value, 20 * bar(nearly_same_steps));
  EXPECT_NEAR(bar({error}), 2 * error, 1e-20) << "one companion alone";
}
