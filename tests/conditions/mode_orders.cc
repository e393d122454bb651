// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/mode_orders.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
/// e = parameter^order, on a sweep of four values and beyond it.
Holds judged(double order, double predicted)
{
  ExpectedErrors errors;
  for (int i = 0; i < 8; ++i) {
    errors.parameters.push_back(std::pow(0.5, i));
    errors.errors.push_back(std::pow(0.5, order * i));
  }
  errors.of_sweep = 4;
  return judge(errors, predicted);
}
}  // namespace

// Analytic data on a mesh of 64 nodes have order 3.8 where 4 is predicted: the modes are those of the kinks
// between cells. Data with a kink of their own lose half an order or more.
TEST(ModeOrders, KinksOfTheMeshAreNotThoseOfTheData)
{
  EXPECT_EQ(judged(3.8, 4), Holds::undecided);
  EXPECT_EQ(judged(3.98, 4), Holds::yes);
  EXPECT_EQ(judged(3.5, 4), Holds::no);
  EXPECT_EQ(judged(1.9, 2), Holds::undecided);
  EXPECT_EQ(judged(1.8, 2), Holds::no);
  EXPECT_EQ(judged(0.8, 1), Holds::no);
}
