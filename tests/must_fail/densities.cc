// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/densities/density_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

// Each twin is deliberately wrong; the check that passes for the true density has to say so.
namespace
{
/// The Gaussian kernel estimate of one sample close to a wall, without its images.
class WithoutImages final : public Density
{
 public:
  double value(const Point &x) const override
  {
    const double z = (x[0] - 0.05) / 0.1;
    return std::exp(-z * z / 2) / (0.1 * std::sqrt(2 * std::acos(-1.)));
  }
};

/// A density, scaled.
class Scaled final : public Density
{
 public:
  Scaled(const Density &density, double factor) : density_(density), factor_(factor) {}
  double value(const Point &x) const override { return factor_ * density_.value(x); }

 private:
  const Density &density_;
  const double factor_;
};
}  // namespace

TEST(DensityTwins, WithoutImages)
{
  Parameters p = box_parameters(1, 20, 6);
  p.set("target", "kind", "samples");
  p.set("target", "file", temporary_file("one.csv", "0.05\n"));
  p.set("target", "bandwidth rule", "0.1");
  const auto space = make_space(p);
  EXPECT_EQ(check_mass(*density_of(p, *space), *space, 1, 1e-10), "");
  EXPECT_EQ(check_walls(*density_of(p, *space), *space), "");
  EXPECT_NE(check_mass(WithoutImages(), *space, 1, 1e-10), "");
  EXPECT_NE(check_walls(WithoutImages(), *space), "");
}

TEST(DensityTwins, WrongNormalization)
{
  Parameters p = box_parameters(1, 40, 6, false, -8, 8);
  p.set("target", "kind", "Gaussian");
  p.set("target", "deviation", "1");
  const auto space = make_space(p);
  const auto density = density_of(p, *space);
  EXPECT_EQ(check_mass(*density, *space, 1, 1e-10), "");
  EXPECT_NE(check_mass(Scaled(*density, 1 + 1e-8), *space, 1, 1e-10), "");
}

// A constant mode that is not even at the walls of a no-flux box.
TEST(DensityTwins, OddAtTheWalls)
{
  Parameters p = box_parameters(1, 8, 4);
  p.set("target", "kind", "tanh profile");
  const auto space = make_space(p);
  EXPECT_NE(check_walls(*density_of(p, *space), *space), "");
}
