// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "../support/carried.h"

using namespace gammaflow::testing;

// Waves that stand still while their curve moves are not carried by its velocity; the measure that the waves
// of the other family pass must say so.
TEST(CarriedOscillation, WavesThatStandStillAreNotCarried)
{
  EXPECT_LE(CarriedWaves("carried oscillation").not_carried(), 1e-6);
  EXPECT_GE(CarriedWaves("oscillation").not_carried(), 0.1);
}
