// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/sampler.h>

#include <gtest/gtest.h>

#include "tests/support/particle_checks.h"
#include <fstream>

namespace gammaflow::testing
{
namespace
{
// The known answers of the authors' own implementation (Random123, kat_vectors).
TEST(CounterRandom, HasTheKnownAnswersOfPhilox)
{
  using Words = std::array<std::uint32_t, 4>;
  const std::uint32_t all = 0xffffffff;
  EXPECT_EQ(philox({{0, 0, 0, 0}}, {{0, 0}}), (Words{{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}));
  EXPECT_EQ(philox({{all, all, all, all}}, {{all, all}}),
            (Words{{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}));
  EXPECT_EQ(philox({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, {{0xa4093822, 0x299f31d0}}),
            (Words{{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}));
}

// Catches numbers that another particle, step or purpose has, too.
TEST(CounterRandom, DiffersWithEverythingItIsAFunctionOf)
{
  const double first = CounterRandom(1, 2, 3, 4).uniform();
  EXPECT_EQ(first, CounterRandom(1, 2, 3, 4).uniform());
  for (const double other : {CounterRandom(2, 2, 3, 4).uniform(), CounterRandom(1, 1, 3, 4).uniform(),
                             CounterRandom(1, 2, 4, 4).uniform(), CounterRandom(1, 2, 3, 5).uniform()})
    EXPECT_NE(first, other);
}

// Moments of 20000 draws within four standard errors; a smaller number of particles is the first of them.
TEST(Start, DrawsFromTheDensity)
{
  for (unsigned dim = 1; dim <= 3; ++dim) {
    const auto start = [&](const std::string &number) {
      const auto parameters =
          particle_parameters("SVGD", dim, "domain/cells = 24; particles/number = " + number);
      return starting_particles(parameters, *make_space(parameters));
    };
    const PointMeasure many = start("20000"), few = start("10");
    for (unsigned d = 0; d < dim; ++d) {
      EXPECT_LT(deviations_of_moments(many, d, 1, 0.25), 4) << dim << "D";
      for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(few.coordinate(d)[i], many.coordinate(d)[i]);
    }
  }
}

// A density with jumps: the shares of its pieces, within four standard errors.
TEST(Start, DrawsFromAFormulaWithJumps)
{
  Parameters parameters = box_parameters(1, 10);
  parameters.assign_all("particles/number = 30000; initial state/formula = x < 0.25 ? 3 : 1", "test");
  const PointMeasure x = starting_particles(parameters, *make_space(parameters));
  const double below = double(
      std::count_if(x.coordinates().begin(), x.coordinates().end(), [](double a) { return a < 0.25; }));
  EXPECT_NEAR(below / 30000, 0.5, 4 * 0.5 / std::sqrt(30000.));
}

TEST(Start, RefusesADensityThatTheMeshDoesNotShow)
{
  Parameters parameters = box_parameters(1, 2, 1);
  parameters.assign_all("particles/number = 1000; initial state/formula = 1 + 50*exp(-5000*(x-0.1)^2)",
                        "test");
  EXPECT_THROW(starting_particles(parameters, *make_space(parameters)), NumericalFailure);
}

// F(x_i) = (i - 1/2)/N of the exact distribution function.
TEST(Start, AtQuantilesOfTheDensity)
{
  Parameters parameters = box_parameters(1, 32, 4, false, 0, 1);
  parameters.assign_all(
      "particles/number = 100; particles/start = quantiles; initial state/formula = 1 + x^2", "test");
  const PointMeasure x = starting_particles(parameters, *make_space(parameters));
  for (std::size_t i = 0; i < 100; ++i) {
    const double a = x.coordinate(0)[i];
    EXPECT_NEAR((a + a * a * a / 3) * 0.75, (double(i) + 0.5) / 100, 1e-12);
  }
}

TEST(Start, FromAFileOfPoints)
{
  const std::string path = ::testing::TempDir() + "start_points.csv";
  std::ofstream(path) << "x,y\n0.1,0.2\n0.3,0.4\n0.5,1\n";
  Parameters parameters = box_parameters(2, 4);
  parameters.set("particles", "start", "file");
  parameters.set("particles", "file", path);
  const PointMeasure x = starting_particles(parameters, *make_space(parameters));
  EXPECT_EQ(x.coordinates(), (std::vector<double>{0.1, 0.3, 0.5, 0.2, 0.4, 1}));
  std::ofstream(path) << "x,y\n0.1,0.2\n0.3,1.4\n";
  EXPECT_THROW(starting_particles(parameters, *make_space(parameters)), InputError);
  std::ofstream(path) << "0.1\n0.3\n";
  EXPECT_THROW(starting_particles(parameters, *make_space(parameters)), InputError);
}

// By the formula's derivatives and by differences of the same function; with a floor.
TEST(PointwiseDensity, HasTheGradientOfItsLogarithm)
{
  const auto parameters = particle_parameters(
      "SVGD", 2, "target/mean = 0.5, -1; target/deviation = 1.5; target/floor = 0.1; target/mass = 2");
  const auto space = make_space(parameters);
  const PointwiseDensity density(parameters, "target", *space);
  const Vector nodal = make_density(parameters, "target", *space, true);
  const double factor = data(nodal)[0] / density.value(space->nodes()[0]);
  for (const std::size_t i : {5, 77, 1000})
    EXPECT_NEAR(data(nodal)[i] / density.value(space->nodes()[i]) / factor, 1, 1e-12);
  for (const Point &x : {Point{{0, 0, 0}}, Point{{3, -4, 0}}}) {
    const Point gradient = density.log_gradient(x);
    for (unsigned d = 0; d < 2; ++d) {
      Point up = x, down = x;
      up[d] += 1e-5;
      down[d] -= 1e-5;
      EXPECT_NEAR(gradient[d], std::log(density.value(up) / density.value(down)) / 2e-5, 1e-8);
    }
  }
}
}  // namespace
}  // namespace gammaflow::testing
