// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/integrate_ode.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace gammaflow;

namespace
{
using Numbers = std::vector<double>;

std::string failure_of(const OdeRate &rate)
{
  Numbers y{1};
  try {
    integrate_ode(rate, y, {0, 2, 0.1, 1e-12}, "this equation");
  } catch (const NumericalFailure &failure) {
    return failure.what();
  }
  return "";
}
}  // namespace

TEST(IntegrateOde, IsTheClosedForm)
{
  Numbers y{1, 0};
  integrate_ode(
      [](const Numbers &x, Numbers &rate, double) {
        rate = {-x[1], x[0]};
      },
      y, {0, 2, 0.1, 1e-12}, "a rotation");
  EXPECT_NEAR(y[0], std::cos(2), 1e-10);
  EXPECT_NEAR(y[1], std::sin(2), 1e-10);
}

// Solutions that do not reach the end: y = 1/(1-t); a rate that is no number from t = 1 on; a rate without
// any limit. Would catch NaN that passes the control of steps, steps that do not move the time for ever, and
// an end that is not reached without a word.
TEST(IntegrateOde, WhatDoesNotReachTheEndFails)
{
  EXPECT_NE(failure_of([](const Numbers &y, Numbers &rate, double) { rate = {y[0] * y[0]}; }), "");
  EXPECT_NE(failure_of([](const Numbers &, Numbers &rate, double t) {
              rate = {t < 1 ? 1 : std::numeric_limits<double>::quiet_NaN()};
            }).find("the state is not finite"),
            std::string::npos);
  double sign = 1;
  EXPECT_NE(failure_of([&sign](const Numbers &, Numbers &rate, double) {
              sign = -sign;
              rate = {sign * 1e300};
            }).find("more than 100000 steps"),
            std::string::npos);
}
