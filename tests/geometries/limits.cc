// SPDX-License-Identifier: LGPL-2.1-or-later
#include <boost/algorithm/string.hpp>
#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

// The operators themselves converge as their geometries declare, before anything is integrated in time: a
// wrong limit, a wrong order, a kernel that is scaled differently.
namespace
{
/// |K_e xi - K xi| of a geometry and its declared limit, for values of the parameter.
std::vector<double> distances(const std::string &name, const LimitDeclaration &limit,
                              const std::string &assignments, const std::vector<double> &values)
{
  std::vector<double> result;
  for (const double value : values) {
    const std::string at = (limit.parameter == "bandwidth" ? "kernel/bandwidth = " : "geometry/ridge = ") +
                           gammaflow::testing::text(value);
    const Setting setting(assignments + "; " + at);
    const Setting limiting(assignments + "; " + at + "; " + limit.settings);
    const Vector u = setting.density();
    // In the range of every kernel.
    const Vector xi = setting.space->sample([](const Point &x) {
      return std::cos(pi * x[0]) + 0.3 * std::cos(2 * pi * x[0]) * std::cos(2 * pi * x[1]) + 0.2;
    });
    Vector difference = onsager(*setting.geometry(name), u, xi);
    difference -= onsager(*limiting.geometry(limit.geometry), u, xi);
    result.push_back(setting.space->norm(difference));
  }
  return result;
}

std::vector<double> values_for(const std::string &parameter)
{
  return parameter == "bandwidth" ? std::vector<double>{0.04, 0.02, 0.01}
                                  : std::vector<double>{1e-3, 3e-4, 1e-4};
}

void expect_declared_orders(const std::string &assignments)
{
  for (const std::string &name : Registry<Geometry>::names())
    for (const LimitDeclaration &limit : Registry<Geometry>::traits(name).limits) {
      if (limit.parameter == "path") continue;
      const std::string what = name + " -> " + limit.geometry + " in the " + limit.parameter;
      SCOPED_TRACE(what);
      try {
        const auto values = values_for(limit.parameter);
        EXPECT_TRUE(has_order(values, distances(name, limit, assignments, values), limit.order,
                              0.1 * limit.order, what));
      } catch (const std::exception &error) {
        ADD_FAILURE() << error.what();
      }
    }
}
}  // namespace

TEST(Limits, DeclaredOrdersMatern)
{
  expect_declared_orders(
      "domain/dimension = 1; domain/cells = 12; domain/degree = 8; kernel/name = intrinsic Matern; "
      "kernel/bandwidth = 0.1; geometry/ridge = 0.3");
}

TEST(Limits, DeclaredOrdersMaternOfSecondOrder)
{
  expect_declared_orders(
      "domain/dimension = 1; domain/cells = 12; domain/degree = 8; kernel/name = intrinsic Matern; "
      "kernel/smoothness = 2; kernel/bandwidth = 0.05; geometry/ridge = 0.3");
}

TEST(Limits, DeclaredOrdersGaussian)
{
  expect_declared_orders(
      "domain/dimension = 1; domain/cells = 12; domain/degree = 8; kernel/name = intrinsic Gaussian; "
      "kernel/bandwidth = 0.1; geometry/ridge = 0.3");
}

TEST(Limits, DeclaredOrdersInThePlane)
{
  expect_declared_orders(
      "domain/dimension = 2; domain/cells = 3; domain/degree = 8; kernel/name = intrinsic Matern; "
      "kernel/bandwidth = 0.1; geometry/ridge = 0.3");
}

// Free-space kernels lose mass and consistency at the walls: the declared order must be lost there, and be
// kept in a periodic box, where there is no wall. A program that hides the difference would fail here.
TEST(Limits, FreeSpaceKernelsLoseTheirOrderAtTheWalls)
{
  const std::string kernel =
      "kernel/name = Gaussian; geometry/ridge = 0.3; domain/cells = 40; domain/degree = 8;";
  const std::vector<double> values = values_for("bandwidth");
  for (const std::string name : {"kernel L2", "Stein Fisher-Rao", "normalized Fisher-Rao", "KRR Fisher-Rao",
                                 "Nadaraya-Watson Fisher-Rao"}) {
    for (const LimitDeclaration &limit : Registry<Geometry>::traits(name).limits) {
      if (limit.parameter != "bandwidth") continue;
      // An error of order one in a layer of width sigma is of order sigma^1/2 in L2. Nadaraya-Watson is
      // consistent up to the wall for fields that satisfy the no-flux condition: it divides by what is lost.
      const bool consistent = name == "Nadaraya-Watson Fisher-Rao";
      EXPECT_TRUE(has_order(values, distances(name, limit, kernel, values), consistent ? 2 : 0.5,
                            consistent ? 0.2 : 0.1, name + " with walls"));
      EXPECT_TRUE(has_order(
          values,
          distances(name, limit, kernel + "domain/lower = -1; domain/upper = 1; domain/boundary = periodic",
                    values),
          2, 0.2, name + " without walls"));
    }
  }
}

TEST(Limits, RidgeRegressionWithAFreeSpaceKernelLosesItsOrder)
{
  const auto &limits = Registry<Geometry>::traits("KRR Fisher-Rao").limits;
  const std::vector<double> values = {1e-2, 1e-3, 1e-4};
  const auto errors = distances(
      "KRR Fisher-Rao", limits[0],
      "domain/cells = 16; domain/degree = 6; kernel/name = Gaussian; kernel/bandwidth = 0.1", values);
  const double order = std::log10(errors[1] / errors[2]);
  EXPECT_LT(order, 0.8);
  EXPECT_GT(order, 0.3);
}
