// SPDX-License-Identifier: LGPL-2.1-or-later
// Data on a periodic box that are not periodic.
#include <gammaflow/densities/seam.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/densities/density_checks.h"
#include "tests/support/flows.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::string seam_of(const std::string &domain, const std::string &formula)
{
  Parameters p;
  p.assign_all(domain, "test");
  const auto space = make_space(p);
  const auto names = std::vector<std::string>{"x", "y", "z"};
  const Expression f(formula, names, {{"pi", std::acos(-1.)}});
  return seam(*space, [&](const Point &x) { return f.value(x.data()); });
}
}  // namespace

// A trend, a wave that does not fit, a difference in the other direction; not: waves that fit, a bump whose
// tails have ended, steps that are everywhere in the function, the same data between walls.
TEST(Seam, IsWhereDataAreNotPeriodic)
{
  const std::string circle = "domain/upper = 2*pi; domain/boundary = periodic",
                    tube = "domain/dimension = 2; domain/boundary = periodic, no-flux; domain/cells = 4";
  for (const char *wrong :
       {"1.2*cos(x) - 4.8*x", "x", "cos(x) + 0.001*x", "sin(0.9*x)", "exp(-x^2)", "x > 1 ? x : 1"})
    expect_words(seam_of(circle, wrong), {"is not periodic", "x = 0", "x = 6.28"});
  for (const char *fine :
       {"cos(3*x)", "1", "exp(-8*(x - 3)^2)", "abs(sin(x/2))", "x < pi ? 1 : 0", "x*(2*pi - x)"})
    EXPECT_EQ(seam_of(circle, fine), "") << fine;
  EXPECT_EQ(seam_of("domain/upper = 2*pi", "x"), "");
  EXPECT_EQ(seam_of(tube, "cos(2*pi*x)*y"), "");
  expect_words(seam_of(tube, "cos(pi*x)*y"), {"x = 0", "x = 1"});
}

// The potential, the target and the initial state are refused, with what would serve.
TEST(Seam, RefusesPotentialTargetAndInitialState)
{
  const auto message = [](const std::string &energy, const std::string &settings) {
    return refusal([&] {
      make_flow(
          energy, "Wasserstein",
          "domain/upper = 2*pi; domain/boundary = periodic; initial state/formula = 1; target/formula = 1; " +
              settings);
    });
  };
  EXPECT_EQ(message("free-energy", "energy/V = 1.2*cos(x)"), "");
  expect_words(message("free-energy", "energy/V = 1.2*cos(x) - 4.8*x"),
               {"energy", "'V'", "not periodic", "x = 0", "no gradient flow"});
  expect_words(message("free-energy", "initial state/formula = 2 + x"),
               {"initial state", "formula", "not periodic"});
  expect_words(message("KL", "target/formula = exp(-x)"), {"target", "formula", "not periodic"});
}

// Sources at any time of the run, and values on the sides of a tube. Must pass: those that fit.
TEST(Seam, RefusesSourcesAndBoundaryValues)
{
  const auto message = [](const std::string &settings) {
    return refusal([&] {
      make_flow("Dirichlet", "L2",
                "domain/dimension = 2; domain/upper = 2*pi, 1; domain/cells = 4; domain/boundary = periodic, "
                "no-flux; initial state/formula = 0*x; time/end = 1; " +
                    settings);
    });
  };
  EXPECT_EQ(message("source/formula = cos(x - t)*y"), "");
  EXPECT_EQ(message("boundary/bottom = sin(x); boundary/top = t"), "");
  expect_words(message("source/formula = x"), {"source", "formula", "not periodic"});
  expect_words(message("source/formula = t*x"), {"source", "formula", "not periodic"});
  expect_words(message("boundary/top = x*y"), {"boundary", "top", "not periodic"});
  EXPECT_EQ(message("boundary/bottom = x*y"), "");  // 0 there
}
