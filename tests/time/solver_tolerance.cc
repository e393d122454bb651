// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/parameters/solver_tolerance.h>

#include <gtest/gtest.h>

#include "../support/flows.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Parameters with(const std::string &time, const std::string &solver)
{
  Parameters parameters;
  parameters.set("time", "tolerance", time);
  parameters.set("solver", "tolerance", solver);
  return parameters;
}
}  // namespace

// Stage equations that are solved so loosely that the state does not move, which balances perfectly.
TEST(SolverTolerance, OfEveryFlowIsATenthOfThatOfTimeAtMost)
{
  for (const std::string solver : {"0.5", "1e-8", "2e-9", "0", "-1e-9", "nan", "tight"})
    for (const auto &[energy, geometry] :
         {std::pair("L2-distance", "L2"), {"KL", "Fisher-Rao"}, {"Dirichlet", "H-1"}})
      try {
        const Flow flow = make_flow(energy, geometry, "time/tolerance = 1e-8; solver/tolerance = " + solver);
        check_evolution(flow);
        FAIL() << solver << " is accepted for " << energy << " in " << geometry;
      } catch (const InputError &error) {
        const std::string text = error.what();
        for (const std::string word : {"'solver'", "'tolerance'", "1e-09", "a tenth of time/tolerance"})
          EXPECT_NE(text.find(word), std::string::npos) << text;
      }
  EXPECT_EQ(solver_tolerance(with("1e-8", "1e-9")), 1e-9);
  EXPECT_EQ(solver_tolerance(with("0.1", "0.01")), 0.01);
  EXPECT_EQ(solver_tolerance(with("1e-6", "auto")), 1e-8);
}

// Companions with another tolerance of time and the same of the solvers, whose error is then in no error bar.
TEST(SolverTolerance, KeepsItsRatioToThatOfTime)
{
  Parameters given = with("1e-8", "5e-10");
  set_time_tolerance(given, 1e-7, "test");
  EXPECT_EQ(given.number("time", "tolerance"), 1e-7);
  EXPECT_DOUBLE_EQ(given.number("solver", "tolerance"), 5e-9);
  set_time_tolerance(given, 1e-13, "test");
  EXPECT_DOUBLE_EQ(solver_tolerance(given), 5e-15);
  Parameters automatic = with("1e-8", "auto");
  set_time_tolerance(automatic, 1e-5, "test");
  EXPECT_EQ(automatic.text("solver", "tolerance"), "auto");
}
