// SPDX-License-Identifier: LGPL-2.1-or-later
// Particles: what is refused, and the arithmetic of weights and projections.
#include <gammaflow/base/errors.h>
#include <gammaflow/measures/point_measure.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace gammaflow;

namespace
{
std::string refusal(unsigned dim, std::vector<double> x, std::vector<double> w)
{
  try {
    PointMeasure(dim, std::move(x), std::move(w), "here");
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
const double not_a_number = std::numeric_limits<double>::quiet_NaN();
const double inf = std::numeric_limits<double>::infinity();
}  // namespace

TEST(PointMeasure, KeepsCoordinatesDirectionByDirection)
{
  const PointMeasure m(2, {1, 2, 3, 10, 20, 30}, {1, 1, 2});
  EXPECT_EQ(m.size(), 3u);
  EXPECT_EQ(m.mass(), 4);
  EXPECT_FALSE(m.uniform());
  EXPECT_EQ(m.point(1), (Point{2, 20, 0}));
  EXPECT_EQ(m.coordinate(1)[2], 30);
}

TEST(PointMeasure, HasEqualWeightsWhereNoneAreGiven)
{
  const PointMeasure m(1, {0, 1, 2, 3, 4});
  EXPECT_TRUE(m.uniform());
  EXPECT_EQ(m.mass(), 1);
  EXPECT_EQ(m.weight(3), 0.2);
  EXPECT_EQ(effective_size(m), 5);
}

TEST(PointMeasure, RefusesWhatIsNoMeasureAndSaysWhere)
{
  EXPECT_NE(refusal(1, {0, not_a_number}, {}).find("here, particle 2, coordinate 1"), std::string::npos);
  EXPECT_NE(refusal(2, {0, 1, 2, inf}, {}).find("particle 2, coordinate 2"), std::string::npos);
  EXPECT_NE(refusal(1, {0, 1}, {1, -1}).find("particle 2"), std::string::npos);
  EXPECT_NE(refusal(1, {0, 1}, {1, not_a_number}).find("nan"), std::string::npos);
  EXPECT_NE(refusal(1, {0, 1}, {0, 0}).find("mass"), std::string::npos);
  EXPECT_NE(refusal(1, {0, 1}, {1e308, 1e308}).find("mass"), std::string::npos);
  EXPECT_NE(refusal(1, {0, 1}, {1}).find("one for each particle"), std::string::npos);
  EXPECT_NE(refusal(2, {0, 1, 2}, {}).find("2 dimensions"), std::string::npos);
  EXPECT_NE(refusal(1, {}, {}).find("no particles"), std::string::npos);
  EXPECT_NE(refusal(4, {0, 1, 2, 3}, {}).find("dimension"), std::string::npos);
  EXPECT_EQ(refusal(1, {0, 1}, {0, 1}), "");
}

TEST(PointMeasure, NormalizesProjectsAndSelects)
{
  const PointMeasure m(2, {3, 0, 0, 5}, {1, 3});
  EXPECT_EQ(normalized(m).weights(), (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(projection(m, {0.6, 0.8, 0}).coordinates(), (std::vector<double>{0.6 * 3, 0.8 * 5}));
  EXPECT_EQ(projection(m, {0.6, 0.8, 0}).weights(), m.weights());
  const PointMeasure second = part_of(m, {1});
  EXPECT_EQ(second.point(0), (Point{0, 5, 0}));
  EXPECT_EQ(second.mass(), 3);
  EXPECT_DOUBLE_EQ(effective_size(m), 16. / 10);
}
