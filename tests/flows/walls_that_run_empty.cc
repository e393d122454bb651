// SPDX-License-Identifier: LGPL-2.1-or-later
// Free-space kernels at walls that mass leaves.
#include <gammaflow/base/errors.h>
#include <gammaflow/flow/warning_at_walls.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <cmath>
#include <iostream>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
constexpr double end_time = 0.05;

Flow flow_from_uniform(const std::string &kernel, double slope, const std::string &cells)
{
  return make_flow("KL", "Stein Wasserstein",
                   "domain/degree = 1; kernel/bandwidth = 0.5; initial state/formula = 1; target/mass = 1; "
                   "target/formula = exp(" +
                       std::to_string(slope) + "*x); domain/cells = " + cells + "; kernel/name = " + kernel);
}

/// When the run stops; its end where it does not.
double stops_at(const std::string &kernel, double slope, const std::string &cells)
{
  try {
    evolve(flow_from_uniform(kernel, slope, cells), options_for(end_time, 1e-6, "auto", 1));
    return end_time;
  } catch (const NumericalFailure &failure) {
    const std::string what = failure.what(), before = "stops at t = ";
    EXPECT_NE(what.find(before), std::string::npos) << what;
    EXPECT_NE(what.find("the density is between"), std::string::npos) << what;
    return std::stod(what.substr(what.find(before) + before.size()));
  }
}
}  // namespace

// A promise that runs with free-space kernels go on whatever leaves a wall. Uniform mass with the target
// exp(a x): at an empty wall mass has the velocity int (d_y k(0, y) + a k(0, y)) dy = 0.48 a - 0.69 with
// sigma = 1/2. With a = 6 it points inwards, and the node at the wall, of a mass of h/2, runs empty in a time
// of order h. With a = 1 the repulsion holds mass at the wall. Must fail: the same with kernels whose
// velocities vanish there.
TEST(FreeSpaceKernels, NodesAtWallsThatMassLeavesRunEmpty)
{
  const double coarse = stops_at("Gaussian", 6, "16"), fine = stops_at("Gaussian", 6, "32");
  std::cout << "  stops at " << coarse << ", " << fine << "\n";
  EXPECT_LT(coarse, end_time);
  EXPECT_NEAR(std::log2(coarse / fine), 1, 0.2);
  EXPECT_EQ(stops_at("Gaussian", 1, "32"), end_time);
  EXPECT_EQ(stops_at("intrinsic Gaussian", 6, "32"), end_time);
  EXPECT_EQ(stops_at("Gaussian; kernel/boundary = conditioned", 6, "32"), end_time);
  EXPECT_NE(warning_at_walls(flow_from_uniform("Gaussian", 6, "16")).find("run empty"), std::string::npos);
}
