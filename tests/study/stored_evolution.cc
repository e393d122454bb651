// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_seal.h>
#include <gammaflow/study/references/stored_evolution.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "../support/changed_digits.h"
#include "../support/spaces.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

// The distribution of mass of x + 1/2 on (0, 1): F = (x^2 + x)/2, at both ends, too.
TEST(MassDistribution, OfALinearDensity)
{
  const auto space = make_box(1, 7, 3);
  const MassDistribution mass(*space, space->sample([](const Point &x) { return x[0] + 0.5; }));
  EXPECT_NEAR(mass.mass(), 1, 1e-14);
  for (const double x : {0., 0.1, 0.47, 0.9, 1.}) {
    EXPECT_NEAR(mass.mass_left_of(x), (x * x + x) / 2, 1e-14);
    EXPECT_NEAR(mass.quantile((x * x + x) / 2), x, 1e-13);
  }
  EXPECT_THROW(MassDistribution(*space, space->sample([](const Point &x) { return x[0] - 0.5; })),
               NumericalFailure);
  const auto square = make_box(2, 3, 2);
  EXPECT_THROW(MassDistribution(*square, square->weights()), InputError);
}

// Values between the nodes converge with order degree + 1, of densities and of signed fields.
TEST(ValuesAt, OrderOfTheElements)
{
  std::vector<Point> points;
  for (double x = 0.013; x < 1; x += 0.0371) points.push_back({x, 0, 0});
  for (const double shift : {0., 3.})
    for (const unsigned degree : {1u, 2u, 4u}) {
      double errors[2] = {0, 0};
      for (const unsigned k : {0u, 1u}) {
        const auto space = make_box(1, 8u << (2 * k), degree);
        const auto f = [&](const Point &x) { return shift + std::sin(5 * x[0] + 0.3); };
        const auto values = values_at(space->sample(f), *space, points);
        for (std::size_t i = 0; i < points.size(); ++i)
          errors[k] = std::max(errors[k], std::abs(values[i] - f(points[i])));
      }
      EXPECT_GT(std::log2(errors[0] / errors[1]) / 2, degree + 1 - 0.3) << shift << " " << degree;
      EXPECT_LT(std::log2(errors[0] / errors[1]) / 2, degree + 1 + 0.8) << shift << " " << degree;
    }
}

// Would catch: an error bar of a stored reference that lost or changed a digit, and is taken for the true
// one.
TEST(StoredBars, AChangedDigitIsFound)
{
  const nlohmann::json bars = {{"format", reference_format},
                               {"tolerance", 1e-6},
                               {"errors",
                                {{{"norm", "L2"}, {"time", 0.25}, {"bar", 7.53e-9}, {"relative", 7.1e-9}},
                                 {{"norm", "L1"}, {"time", 1}, {"bar", nullptr}, {"relative", nullptr}}}}};
  EXPECT_EQ(unnoticed_changes(sealed_json(bars).dump(1), read_stored_bars), 0u);

  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/reference.json";
  write_json(file, sealed_json(bars));
  const StoredBars read = read_stored_bars(file);
  ASSERT_EQ(read.all.size(), 2u);
  EXPECT_EQ(read.all[0].value, 7.53e-9);
  write_json(file, bars);
  EXPECT_THROW(read_stored_bars(file), InputError);
}
