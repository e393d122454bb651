// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>

#include <gtest/gtest.h>

#include "../support/flows.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
std::vector<double> times(const std::string &outputs, const std::string &end = "2")
{
  Parameters parameters;
  parameters.set("time", "end", end);
  parameters.set("time", "outputs", outputs);
  return evolve_options(parameters).output_times;
}
}  // namespace

// Output times that are not what the file says.
TEST(TimeParameters, OutputTimes)
{
  EXPECT_EQ(times("4"), (std::vector<double>{0, 0.5, 1, 1.5, 2}));
  EXPECT_EQ(times("1"), (std::vector<double>{0, 2}));
  EXPECT_EQ(times("0.5, 1.25"), (std::vector<double>{0, 0.5, 1.25, 2}));
  EXPECT_EQ(times("0.5, 2"), (std::vector<double>{0, 0.5, 2}));
}

// Times that cannot be meant and are accepted.
TEST(TimeParameters, RefusesTimesThatDoNotAscendWithinTheRun)
{
  for (const std::string outputs :
       {"0", "0.5, 0.5", "1, 0.5", "0.5, 3", "-0.5, 1", "a, b", "0, 1.0", "1e9, 2"})
    EXPECT_THROW(times(outputs), InputError) << outputs;
  EXPECT_THROW(times("3", "0"), InputError);
}

// An automatic tolerance of the linear solver that does not follow that of time.
TEST(TimeParameters, SolverToleranceFollowsTheTolerance)
{
  Parameters parameters;
  parameters.set("time", "tolerance", "1e-6");
  EXPECT_DOUBLE_EQ(evolve_options(parameters).solver_tolerance, 1e-8);
  parameters.set("solver", "tolerance", "1e-11");
  EXPECT_EQ(evolve_options(parameters).solver_tolerance, 1e-11);
}

// A signed target in a geometry of densities.
TEST(Flow, RefusesASignedTargetInAGeometryOfDensities)
{
  const std::string signed_target = "target/formula = x - 0.5; ";
  EXPECT_NO_THROW(make_flow("L2-distance", "L2", signed_target));
  EXPECT_THROW(make_flow("L2-distance", "Fisher-Rao", signed_target), InputError);
  EXPECT_THROW(make_flow("KL", "L2", signed_target), InputError);
  EXPECT_THROW(make_flow("KL", "Fisher-Rao", "initial state/formula = x - 0.5"), InputError);
}

// An energy kernel that is built twice, so that the metric does not recognize it.
TEST(Flow, SharesTheKernelOperator)
{
  const Flow shared = make_flow("MMD", "MMD");
  EXPECT_EQ(shared.energy_kernel(), shared.geometry_kernel());
  const Flow own = make_flow("MMD", "MMD", "energy kernel/same as geometry = false");
  EXPECT_NE(own.energy_kernel(), own.geometry_kernel());
  EXPECT_EQ(make_flow("KL", "Fisher-Rao").geometry_kernel(), nullptr);
  const Flow no_geometry_kernel = make_flow("MMD", "L2");
  EXPECT_NE(no_geometry_kernel.energy_kernel(), nullptr);
}
