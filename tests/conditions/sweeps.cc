// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/flow.h>
#include <gammaflow/geometries/kernel/ridge_regression.h>
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/conditions/setting.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing::conditions;

namespace
{
constexpr double pi = 3.14159265358979323846;
const char *const modes = "force in modes that move", *const above = "density above the ridge",
                  *const below = "bandwidth below the data's lengths",
                  *const integral = "kernel of unit integral", *const variance = "kernel of finite variance";
const std::string gaussian = "kernel/name = intrinsic Gaussian; ",
                  bandwidth = "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; ";
}  // namespace

// One mode, density 1: the error is lambda/(lambda + g(pi^2)), whose order between two ridges has a closed
// form.
TEST(Modes, OfOneCosine)
{
  const auto result =
      condition(modes, gaussian +
                           "initial state/formula = 1; target/formula = exp(-0.01*cos(pi*x)); "
                           "sweep/values = 0.4, 0.2, 0.1");
  const double g = std::exp(-0.005 * pi * pi);
  EXPECT_NEAR(result.value, std::log((0.4 / (0.4 + g)) / (0.2 / (0.2 + g))) / std::log(2.), 1e-3)
      << result.sentence;
}

// Band-limited forces keep order 1 with a Gaussian kernel; a narrow bump on a floor does not, and does with a
// Matern kernel.
TEST(Modes, OfGaussianKernels)
{
  EXPECT_EQ(condition(modes, gaussian).holds, Holds::yes);
  const std::string bump = "initial state/formula = exp(-((x-0.5)/0.12)^2/2) + 0.3; target/formula = 1; ";
  const auto lost = condition(modes, gaussian + bump + "sweep/from = 1e-2; sweep/to = 1e-6");
  EXPECT_EQ(lost.holds, Holds::no) << lost.sentence;
  EXPECT_NE(lost.help.find("Matern"), std::string::npos);
  EXPECT_EQ(condition(modes, bump + "sweep/from = 1e-2; sweep/to = 1e-6").holds, Holds::yes);
  const auto free =
      condition(modes,
                "domain/lower = -1; domain/boundary = periodic; kernel/name = Gaussian; sweep/from = 1e-2; "
                "initial state/formula = exp(12*(cos(pi*(x-0.5))-1)) + 0.3; target/formula = 1; "
                "sweep/to = 1e-6");
  EXPECT_EQ(free.holds, Holds::no) << free.sentence;
}

// The expected orders are those of the regression itself, density 1: nothing of the condition's code is in it
// but the same formula, with the kernel applied as an operator.
TEST(Modes, ExpectedOrdersAreThoseOfTheRegression)
{
  const std::string bump =
      "target/formula = exp(-((x-0.5)/0.12)^2/2) + 0.3; initial state/formula = 1; target/mass = 1; ";
  const CasePlan plan = plan_with(gaussian + bump + "sweep/values = 1e-4, 1e-5, 1e-6");
  const auto space = make_space(plan.flow, 1);
  const auto k = make_kernel_operator(plan.flow, "kernel", space);
  Flow flow = Flow::build(plan.limit_at(plan.steps[0]), space);
  Vector xi = space->zero();
  flow.energy().first_variation(flow.initial_state(), xi);
  const auto error = [&](double ridge) {
    Vector f = space->zero();
    RidgeRegression(k, ridge, SolverOptions()).solve(flow.initial_state(), xi, f);
    f -= xi;
    return space->norm(f);
  };
  const auto result = check_conditions(plan, space);
  double value = 0;
  for (const auto &c : result)
    if (c.name == modes) value = c.value;
  double least = 1;  // as far as the condition looks
  for (double ridge = 1e-4; ridge > 2e-9; ridge /= std::sqrt(10.))
    least =
        std::min(least, std::log(error(ridge) / error(ridge / std::sqrt(10.))) / std::log(std::sqrt(10.)));
  EXPECT_NEAR(value, least, 0.15);
  EXPECT_LT(value, 0.8);
}

// A kink: the modes that the mesh shows have order 1, but there are others.
TEST(Modes, WhatTheMeshDoesNotShow)
{
  const auto kink =
      condition(modes, "initial state/formula = 1 + abs(x-0.4); target/formula = 1; sweep/to = 1e-6");
  EXPECT_NE(kink.holds, Holds::yes) << kink.sentence;
}

// A sweep above the scale of the ridge: order 0 on it, 1 below.
TEST(Modes, SweepsAboveTheScale)
{
  const auto density = condition(above, gaussian + "sweep/from = 1e4; sweep/to = 300; sweep/points = 5");
  EXPECT_EQ(density.holds, Holds::no) << density.sentence;
  EXPECT_NE(density.help.find("smaller ridges"), std::string::npos);
  EXPECT_EQ(condition(above, "").holds, Holds::yes);
  const auto wide = condition(
      below,
      "geometry/name = normalized Fisher-Rao; kernel/name = intrinsic Gaussian; sweep/parameter = bandwidth; "
      "sweep/from = 16; sweep/to = 1; sweep/points = 5");
  EXPECT_EQ(wide.holds, Holds::no) << wide.sentence;
  EXPECT_NE(wide.help.find("smaller bandwidths"), std::string::npos);
  EXPECT_EQ(condition(below, bandwidth + "sweep/to = 0.00625").holds, Holds::yes);
}

// A kink inside is in H^s for s < 3/2: Fourier coefficients fall like w^-2. With a Matern symbol of order
// w^-2m the order 1 needs s = 2m, and 3/(4m) is left in L2; cosines have all derivatives. A slope at the
// walls is no matter of this condition.
TEST(Smoothness, IndexOfAKink)
{
  const std::string kink =
      "domain/cells = 64; kernel/smoothness = 1; initial state/formula = 1 + abs(x-0.4); target/formula = "
      "1; ";
  const auto rough = condition("smooth data", kink);
  EXPECT_NEAR(rough.value, 1.5, 0.15) << rough.sentence;
  EXPECT_EQ(rough.threshold, 2);
  EXPECT_EQ(rough.holds, Holds::no) << rough.sentence;
  EXPECT_NEAR(rough.alternative.at("L2"), 0.75, 1e-12);
  EXPECT_NEAR(rough.alternative.at("KL"), 1.5, 1e-12);
  EXPECT_NEAR(rough.alternative.at("H-1"), 1, 1e-12);
  EXPECT_EQ(rough.alternative.count("W1"), 0u);
  EXPECT_EQ(condition("smooth data", "domain/cells = 64; kernel/smoothness = 1").holds, Holds::yes);
  const auto slope =
      condition("smooth data", "domain/cells = 64; kernel/smoothness = 1; initial state/formula = exp(x)");
  EXPECT_EQ(slope.holds, Holds::yes) << slope.sentence;
}

// Cosines of few frequencies have all derivatives, whatever the kernel needs and on every mesh: after two or
// three octaves there is round-off. Would catch slopes that are read off the frequencies that the data are
// made of. Must fail: a kink in the second derivative (H^s for s < 7/2), and in the density.
TEST(Smoothness, FewModesHaveAllDerivatives)
{
  for (const std::string smoothness : {"1", "2", "3", "4"})
    for (const std::string cells : {"8", "16", "64"}) {
      const std::string kernel = "kernel/smoothness = " + smoothness + "; domain/cells = " + cells + "; ";
      for (const std::string boundary : {"", "domain/boundary = periodic; domain/lower = -1; "}) {
        const auto few = condition("smooth data", kernel + boundary);
        EXPECT_EQ(few.holds, Holds::yes) << few.sentence << " " << kernel << boundary;
      }
    }
  const std::string fine =
      "kernel/smoothness = 3; domain/cells = 64; target/formula = 1; initial state/formula = ";
  EXPECT_EQ(condition("smooth data", fine + "1 + abs(x-0.4)").holds, Holds::no);
  const auto kink = condition("smooth data", fine + "1 + 4*abs(x-0.4)^3");
  EXPECT_NEAR(kink.value, 3.5, 0.15) << kink.sentence;
}

// Gaussian symbols fall faster than any power: no Sobolev index is enough, which is said.
TEST(Smoothness, NoIndexForGaussianSymbols)
{
  const auto gauss = condition("smooth data", gaussian);
  EXPECT_EQ(gauss.holds, Holds::yes);
  EXPECT_NE(gauss.sentence.find("force in modes that move"), std::string::npos);
}

// Densities without a floor: the region below the ridge keeps its share.
TEST(Density, TailsBelowTheRidge)
{
  const auto tails =
      condition(above,
                "domain/lower = -8; domain/upper = 8; domain/cells = 32; "
                "initial state/formula = exp(-x^2/2) + 1e-9; target/formula = exp(-x^2/4) + 1e-9");
  EXPECT_NE(tails.holds, Holds::yes) << tails.sentence;
  // constant density 1 and a constant force: order rho/(rho + lambda) between neighbours, closed form
  const auto flat =
      condition(above, "initial state/formula = 1; target/formula = 2; sweep/values = 0.4, 0.2, 0.1");
  EXPECT_NEAR(flat.value, std::log((0.4 / 1.4) / (0.2 / 1.2)) / std::log(2.), 1e-10);
}

TEST(KernelMoments, IntegralAndVariance)
{
  EXPECT_EQ(condition(integral, bandwidth).holds, Holds::yes);
  EXPECT_EQ(condition(integral, bandwidth + "kernel/name = Gaussian").holds, Holds::yes);
  const auto given =
      condition(integral, bandwidth + "kernel/name = Gaussian; kernel/normalization = as given");
  EXPECT_EQ(given.holds, Holds::no);
  EXPECT_NE(given.help.find("unit integral"), std::string::npos);
  EXPECT_EQ(condition(variance, bandwidth + "kernel/name = Matern 5/2").holds, Holds::yes);
  // tails r^-2b in one dimension: the symbol is 1 - c w^(2b-1)
  const auto heavy =
      condition(variance, bandwidth + "kernel/name = inverse multiquadric; kernel/exponent = 1");
  EXPECT_EQ(heavy.holds, Holds::no);
  EXPECT_NEAR(heavy.alternative.at("L2"), 1, 0.01) << heavy.sentence;
}

// The length of the shortest modes that move: 1/w with symbol(w^2) = part.
TEST(KernelSymbol, MovedLength)
{
  for (const std::string name :
       {"intrinsic Matern", "intrinsic Gaussian", "Laplace", "Matern 3/2", "Gaussian"}) {
    const CasePlan plan = plan_with("kernel/smoothness = 2; kernel/name = " + name);
    const auto kernel = make_kernel(plan.flow, "kernel", 1);
    const double length = moved_length(*kernel, 1e-3, 10);
    EXPECT_NEAR(kernel_symbol(*kernel, 1 / (length * length)), 1e-3, 1e-9) << name;
    EXPECT_EQ(moved_length(*kernel, 1, 10), 10);
  }
}
