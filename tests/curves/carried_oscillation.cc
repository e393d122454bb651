// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "../support/carried.h"

using namespace gammaflow;
using namespace gammaflow::testing;

// Carried from 1 by b sin(pi x): the label of x is x_0 = 2/pi atan(E tan(pi x/2)), E = exp(-b pi t), and w_e
// = w (1 + a cos(n pi x_0)). Would catch waves in another coordinate, and another number of them.
TEST(CarriedOscillation, IsTheClosedForm)
{
  const CarriedWaves waves("carried oscillation");
  const Vector state = waves.curve->state(waves.time);
  for (std::size_t i = 0; i < size(state); ++i) {
    const double x = waves.flow.space().nodes()[i][0];
    const double label = 2 / pi * std::atan(std::exp(-speed * pi * waves.time) * std::tan(pi * x / 2));
    EXPECT_NEAR(data(state)[i], carried(waves.time, x) * (1 + amplitude * std::cos(half_waves * pi * label)),
                1e-7)
        << x;
  }
}

// The rate is the derivative of the state, and -div(w_e f) with the velocity of the base. Would catch a
// factor in the rate of the waves.
TEST(CarriedOscillation, RateIsTheDerivativeAndMovesWithTheBase)
{
  const CarriedWaves waves("carried oscillation");
  const double h = 1e-4;
  Vector difference = waves.curve->state(waves.time + h);
  difference -= waves.curve->state(waves.time - h);
  difference *= 1 / (2 * h);
  const Vector rate = waves.curve->rate(waves.time);
  EXPECT_LE(distance(difference, rate), 1e-4 * rate.linfty_norm());
  EXPECT_LE(waves.not_carried(), 1e-6);
}
