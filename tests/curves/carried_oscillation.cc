// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/unresolved.h>

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

// On a base whose peak is 9 times its mean, half waves of average length 1/8 are 9 times shorter there. Of
// nodes 1/80 apart 10 are in the average one, and one at the peak. Would catch a check of the average.
TEST(CarriedOscillation, WavesThatAreShortAtAPeakAreNotResolved)
{
  const auto made = [](const char *cells, const char *peak_until) {
    const Parameters p = flow_parameters(
        "KL", "Wasserstein",
        std::string("domain/degree = 4; initial state/formula = 1; geometry/gradients = staggered; "
                    "oscillation/base = formula; oscillation/length = 1/(8*pi); oscillation/amplitude = 0.4; "
                    "oscillation/amplitude exponent = 0; oscillation/length exponent = 0; "
                    "curve formula/formula = 0.1 + ") +
            peak_until + "*exp(-300*(x-0.5)^2); domain/cells = " + cells);
    const Flow flow = make_flow(p);
    Registry<Curve>::make("carried oscillation", {p, flow, 1, 0, false, {0.5}});
  };
  EXPECT_NO_THROW(made("20", "0"));
  EXPECT_THROW(made("20", "9"), UnresolvedCurve);
  EXPECT_NO_THROW(made("150", "9"));
  EXPECT_THROW(made("20", "36*t*(1-t)"), UnresolvedCurve);  // at a time of the rule alone
}
