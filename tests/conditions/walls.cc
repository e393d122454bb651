// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/ridge_regression.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/conditions/setting.h"
#include <cmath>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing::conditions;

namespace
{
const char *const force = "force level at walls", *const density = "density level at walls",
                  *const kernel = "kernel compatible with walls";
const std::string slope = "initial state/formula = exp(0.7*cos(pi*x) + 0.5*x); ";

std::string matern(int s)
{
  return "kernel/smoothness = " + std::to_string(s) + "; ";
}
}  // namespace

// A slope of the force at a wall: order 3/(4s) in L2 and 1/(2s) in the maximum norm, instead of 1.
TEST(Walls, ForceWithASlope)
{
  EXPECT_EQ(condition(force, "").holds, Holds::yes);
  EXPECT_EQ(condition(force, matern(3)).holds, Holds::yes);
  for (const int s : {1, 2, 3}) {
    const auto result = condition(force, slope + matern(s));
    EXPECT_EQ(result.holds, Holds::no) << result.sentence;
    EXPECT_NEAR(result.alternative.at("Hellinger"), 0.75 / s, 1e-12);
    EXPECT_NEAR(result.alternative.at("Linf"), 0.5 / s, 1e-12);
    EXPECT_NEAR(result.alternative.at("L1"), 1. / s, 1e-12);
    EXPECT_FALSE(result.help.empty());
  }
}

// The same slope in both densities is none of the force, and one of the density.
TEST(Walls, SlopesThatCancel)
{
  const std::string both = slope + "target/formula = exp(0.6*cos(2*pi*x) + 0.5*x)";
  EXPECT_EQ(condition(force, both).holds, Holds::yes);
  const std::string bandwidth = "geometry/name = normalized Fisher-Rao; sweep/parameter = bandwidth; ";
  EXPECT_EQ(condition(force, bandwidth + both).holds, Holds::yes);
  const auto result = condition(density, bandwidth + both);
  EXPECT_EQ(result.holds, Holds::no) << result.sentence;
  EXPECT_NEAR(result.alternative.at("L2"), 1.5, 1e-12);
  EXPECT_NEAR(result.alternative.at("Linf"), 1, 1e-12);
  EXPECT_EQ(condition(density, bandwidth).holds, Holds::yes);
}

// s = 2 asks for the third derivative too: order (2 + 3/2)/4 = 7/8. s = 1 does not.
TEST(Walls, ThirdDerivative)
{
  const std::string third = "initial state/formula = exp(30*x^2*(1-x)^2); target/formula = 1; ";
  EXPECT_EQ(condition(force, third + matern(1)).holds, Holds::yes);
  const auto result = condition(force, third + matern(2) + "sweep/to = 1e-7");
  EXPECT_EQ(result.holds, Holds::no) << result.sentence;
  EXPECT_NEAR(result.alternative.at("Hellinger"), 0.875, 1e-12);
}

// A layer that the mesh does not resolve is named, with its width, l (lambda/rho)^1/2 with rho = exp(-0.2)
// for the force, and the cells that would resolve it. Must fail: a sentence where these cells are there.
TEST(Walls, LayersThatTheMeshDoesNotResolve)
{
  const auto said = [](const char *name, const std::string &settings, const std::string &cells) {
    const auto result = condition(name, settings + "; domain/cells = " + cells);
    EXPECT_EQ(result.holds, Holds::no) << result.sentence;
    const std::size_t at = result.sentence.find("does not resolve a layer of width ");
    return at == std::string::npos ? "" : result.sentence.substr(at);
  };
  const auto number = [](const std::string &text, const std::string &before) {
    const std::size_t at = text.find(before);
    return at == std::string::npos ? 0 : std::stod(text.substr(at + before.size()));
  };
  const std::string free_space = "kernel/name = Laplace",
                    narrow =
                        "geometry/name = normalized Fisher-Rao; sweep/parameter = bandwidth; kernel/name = "
                        "Gaussian; sweep/from = 0.1; sweep/to = 0.003; initial state/formula = 1 + x";
  for (const auto &[name, settings] : std::vector<std::pair<const char *, std::string>>{
           {force, slope}, {kernel, free_space}, {kernel, narrow}}) {
    const std::string coarse = said(name, settings, "64");
    const double width = number(coarse, "of width "), needed = number(coarse, "nodes at most "),
                 factor = number(coarse, "Take ");
    std::cout << "  " << name << ": " << coarse << "\n";
    EXPECT_NEAR(needed, width / 2, 0.06 * width);
    EXPECT_GE(factor, 2);
    EXPECT_EQ(said(name, settings, std::to_string(int(64 * factor))), "");
  }
  const std::string of_force = said(force, slope, "64");
  EXPECT_NEAR(number(of_force, "of width "), 0.1 * std::sqrt(1e-4 / std::exp(-0.2)), 0.05e-3);
}

// What a sweep cannot show: a slope of 1e-5. And no walls at all.
TEST(Walls, NothingThatShows)
{
  EXPECT_EQ(condition(force, "initial state/formula = exp(0.7*cos(pi*x) + 1e-5*x)").holds, Holds::yes);
  EXPECT_EQ(condition(force,
                      "domain/lower = -1; domain/boundary = periodic; initial state/formula = exp(sin(pi*x))")
                .holds,
            Holds::yes);
}

// Elements of degree 1 on a few cells do not tell a slope from a curve.
TEST(Walls, UndecidedOnACoarseMesh)
{
  const auto result =
      condition(force,
                "domain/shape = mesh; domain/mesh generator = box; domain/dimension = 2; domain/cells = 2; "
                "domain/degree = 1; accuracy/first level = 1; initial state/formula = exp(0.7*cos(pi*x)); "
                "target/formula = 1");
  EXPECT_EQ(result.holds, Holds::undecided) << result.sentence;
}

// Independent of the condition: the error of the regression itself. With xi = exp(x/l), (1 - l^2 lap) xi = 0,
// and nothing but the layer is left.
TEST(Walls, TheRegressionHasTheOrderOfTheLayer)
{
  for (const int s : {1, 2}) {
    const CasePlan plan = plan_with(matern(s) + "domain/cells = 256; kernel/bandwidth = 1");
    const auto space = make_space(plan.flow);
    const auto k = make_kernel_operator(plan.flow, "kernel", space);
    const Vector one = space->sample([](const Point &) { return 1.; }),
                 xi = space->sample([](const Point &x) { return std::exp(x[0]); });
    SolverOptions options;
    options.tolerance = 1e-7;
    const auto error = [&](double ridge) {
      Vector f = space->zero();
      RidgeRegression(k, ridge, options).solve(one, xi, f);
      f -= xi;
      return std::make_pair(space->norm(f), double(f.linfty_norm()));
    };
    const double high = s == 1 ? 1e-3 : 1e-5;
    const auto a = error(high), b = error(high / 16);
    EXPECT_NEAR(std::log(a.first / b.first) / std::log(16.), 0.75 / s, 0.03) << s;
    EXPECT_NEAR(std::log(a.second / b.second) / std::log(16.), 0.5 / s, 0.03) << s;
  }
}

// Free-space kernels at walls.
TEST(Walls, KernelsThatDoNotKnowThem)
{
  EXPECT_EQ(condition(kernel, "").holds, Holds::yes);
  const auto laplace = condition(kernel, "kernel/name = Laplace");
  EXPECT_EQ(laplace.holds, Holds::no);
  EXPECT_NEAR(laplace.alternative.at("Hellinger"), 0.75, 1e-12);
  const auto rough = condition(kernel, "kernel/name = Matern 3/2; kernel/bandwidth = 0.05");
  EXPECT_NEAR(rough.alternative.at("L2"), 0.625, 1e-12);
  EXPECT_NEAR(rough.alternative.at("Linf"), 0.5, 1e-12);
  const std::string bandwidth =
      "geometry/name = normalized Fisher-Rao; sweep/parameter = bandwidth; kernel/name = Gaussian; ";
  const auto cut = condition(kernel, bandwidth);
  EXPECT_EQ(cut.holds, Holds::no);
  EXPECT_NEAR(cut.alternative.at("Hellinger"), 0.5, 1e-12);
  EXPECT_EQ(condition(kernel, bandwidth + "domain/lower = -1; domain/boundary = periodic").holds, Holds::yes);
  EXPECT_EQ(condition(kernel, bandwidth + "kernel/boundary = sinkhorn").holds, Holds::yes);
  // the Laplace kernel alone, of velocities alone, is a function of their Laplacian once it is conditioned
  const std::string velocities =
      "geometry/name = KRR Wasserstein; kernel/boundary = conditioned; kernel/name = ";
  EXPECT_EQ(condition(kernel, velocities + "Laplace").holds, Holds::yes);
  EXPECT_EQ(condition(kernel, velocities + "Matern 3/2").holds, Holds::no);
  EXPECT_EQ(condition(kernel, velocities + "Laplace; kernel/boundary = none").holds, Holds::no);
  // the density is 1e-14 of its maximum at the walls
  EXPECT_EQ(condition(kernel, bandwidth + "domain/lower = -4; domain/upper = 4; initial state/formula = "
                                          "exp(-2*x^2); target/formula = exp(-2*(x-0.3)^2)")
                .holds,
            Holds::yes);
}

// The regression with free-space kernels: 1/2 + 1/(4s), s = nu + 1/2.
TEST(Walls, TheRegressionOfFreeSpaceKernels)
{
  for (const auto &[name, order] : std::map<std::string, double>{{"Laplace", 0.75}, {"Matern 3/2", 0.625}}) {
    const CasePlan plan = plan_with(
        "domain/cells = 128; kernel/bandwidth = 1; solver/iterations = 20000; kernel/name = " + name);
    const auto space = make_space(plan.flow);
    const auto k = make_kernel_operator(plan.flow, "kernel", space);
    const Vector one = space->sample([](const Point &) { return 1.; }),
                 xi = space->sample([](const Point &x) { return x[0]; });
    const auto error = [&](double ridge) {
      Vector f = space->zero();
      RidgeRegression(k, ridge, SolverOptions(plan.flow)).solve(one, xi, f);
      f -= xi;
      return space->norm(f);
    };
    EXPECT_NEAR(std::log(error(1e-3) / error(1e-4)) / std::log(10.), order, 0.05) << name;
  }
}
