// SPDX-License-Identifier: LGPL-2.1-or-later
// Stein and KRR Wasserstein flows in boxes of two and three dimensions: what they promise, the flows of one
// dimension in them, memory.
#include <gammaflow/flow/operator_bytes.h>

#include <gtest/gtest.h>

#include "tests/flows/flow_checks.h"
#include "tests/support/flows.h"
#include <algorithm>
#include <cmath>
#include <iostream>
#include <malloc.h>
#include <string>
#include <utility>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::vector<std::string> geometries{
    "Stein Wasserstein; kernel/name = intrinsic Gaussian",
    "Stein Wasserstein; kernel/name = intrinsic Matern",
    "KRR Wasserstein; kernel/name = intrinsic Matern; geometry/ridge = 0.05",
    "KRR Wasserstein; kernel/name = intrinsic Gaussian; geometry/ridge = 0.05"};
const std::string common =
    "energy/name = KL; kernel/bandwidth = 0.2; solver/tolerance = 1e-12; domain/degree = 2; geometry/name = ";

Trajectory evolved(const std::string &assignments, double tolerance = 1e-8)
{
  const Flow flow = flow_of(common + assignments);
  const Trajectory trajectory = evolve(flow, options_for(0.02, tolerance, "auto", 2));
  EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-6)) << assignments;
  return trajectory;
}

/// Densities that depend on this coordinate alone.
std::string data_along(const std::string &x)
{
  return "; initial state/formula = exp(0.7*cos(pi*" + x + ")); target/formula = exp(0.6*cos(2*pi*" + x +
         ") - 0.4*cos(pi*" + x + "))";
}
const std::string in_3d = "; domain/dimension = 3; domain/cells = 3, 4, 5";

/// max |u(x) - v(x_d)| over the nodes of a box and the nodes of an interval, at the end.
double distance_along(unsigned d, const Trajectory &box, const Trajectory &interval)
{
  double worst = 0;
  const auto &x = box.space->nodes();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double v = interval.space->evaluate(interval.states.back(), {{x[i][d], 0, 0}});
    worst = std::max(worst, std::abs(data(box.states.back())[i] - v));
  }
  return worst;
}
}  // namespace

// Densities that depend on one coordinate stay so, and are those of the interval, whichever coordinate it is:
// a component with the modes, the weights or the cells of another direction. Must fail: the interval with
// another bandwidth.
TEST(VelocitiesInBoxes, DensitiesOfOneCoordinateAreThoseOfTheInterval)
{
  for (const std::string &geometry : geometries)
    for (unsigned d = 0; d < 3; ++d) {
      const Trajectory box = evolved(geometry + in_3d + data_along(std::string(1, "xyz"[d])));
      const std::string same = geometry + "; domain/cells = " + std::to_string(3 + d) + data_along("x");
      const Trajectory interval = evolved(same), wrong = evolved(same + "; kernel/bandwidth = 0.25");
      std::cout << "  " << geometry << ", " << d << ": " << distance_along(d, box, interval) << ", other "
                << "bandwidth " << distance_along(d, box, wrong) << "\n";
      EXPECT_LT(distance_along(d, box, interval), 1e-7) << geometry << d;
      EXPECT_GT(distance_along(d, box, wrong), 1e-3) << geometry << d;
    }
}

// Densities that are no products, of degree 1 and 2, with free-space kernels as well: mass, positivity,
// energy, balance. Must fail: the ledger with an energy or a mass that is off.
TEST(VelocitiesInBoxes, KeepPromisesIn3D)
{
  const std::string mixed =
      "; initial state/formula = exp(-4*((x - 0.3)^2 + (y - 0.6)^2 + x*z)); target/formula = exp(-3*((x - "
      "0.6)^2 + (z - 0.4)^2) + cos(pi*x*y)); domain/degree = ";
  std::vector<std::string> all = geometries;
  all.push_back("Stein Wasserstein; kernel/name = Gaussian");
  all.push_back("Stein Wasserstein; kernel/name = Gaussian; kernel/boundary = conditioned");
  all.push_back("KRR Wasserstein; kernel/name = Gaussian; geometry/ridge = 0.1");
  for (const std::string &geometry : all)
    for (const std::string degree : {"1", "2"}) {
      const Flow flow = flow_of(common + geometry + in_3d + mixed + degree);
      Trajectory trajectory = evolve(flow, options_for(0.02, 1e-7, "auto", 2));
      EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-6)) << geometry << ", degree " << degree;
      std::cout << "  " << geometry << ", degree " << degree << ": balance " << balance_error(trajectory)
                << ", least density " << trajectory.ledger.back().minimum << "\n";
      Trajectory wrong = trajectory;
      wrong.ledger[1].mass *= 1 + 1e-11;
      EXPECT_FALSE(keeps_promises(flow, wrong, 1e-6));
      wrong = trajectory;
      std::swap(wrong.ledger[1].energy, wrong.ledger[2].energy);
      EXPECT_FALSE(keeps_promises(flow, wrong, 1e-6));
      wrong = trajectory;
      wrong.ledger[2].edb_residual += 1e-3 * trajectory.ledger[0].energy;
      EXPECT_FALSE(keeps_promises(flow, wrong, 1e-6));
    }
}

namespace
{
/// Bytes on the heap; 0 where they are not counted.
double heap()
{
  const auto now = mallinfo2();
  return double(now.uordblks) + double(now.hblkhd);
}
}  // namespace

// Operators of velocities of N^(3/2) or N^2 numbers: what they say that they hold stays within a few numbers
// a node, and the whole flow, on the heap after its first rate, within 75. Must fail: a dense kernel.
TEST(VelocitiesInBoxes, MemoryPerNodeIsBounded)
{
  const auto per_node = [](const std::string &geometry, const std::string &cells) {
    const double before = heap();
    const Flow flow =
        make_flow("KL", "Stein Wasserstein",
                  "domain/dimension = 2; domain/degree = 1; kernel/bandwidth = 0.1; kernel/tolerance = 1e-8; "
                  "domain/cells = " +
                      cells + "; geometry/name = " + geometry);
    Vector xi = flow.initial_state(), v = xi;
    flow.energy().first_variation(flow.initial_state(), xi);
    flow.geometry().onsager_apply(flow.initial_state(), xi, v);
    const double nodes = double(flow.space().n_nodes()), held = heap() - before;
    std::cout << "  " << geometry << ", " << cells << " cells: " << operator_bytes(flow) / nodes << " and "
              << held / nodes << " bytes a node\n";
    return std::pair{operator_bytes(flow) / nodes, held / nodes};
  };
  std::vector<std::string> all = geometries;
  all.push_back("Stein Wasserstein; kernel/name = Gaussian; kernel/operator = fft");
  all.push_back("KRR Wasserstein; kernel/name = Laplace; kernel/operator = fft; geometry/ridge = 0.1");
  for (const std::string &geometry : all) {
    const double coarse = per_node(geometry, "32").first;
    EXPECT_LT(per_node(geometry, "64").first, 1.2 * coarse) << geometry;
    const auto [said, held] = per_node(geometry, "128");
    EXPECT_LT(said, 1.2 * coarse) << geometry;
    EXPECT_LT(held, 600) << geometry;
  }
  const std::string dense = "Stein Wasserstein; kernel/name = Gaussian; kernel/operator = dense";
  const double coarse = per_node(dense, "16").first;
  const auto [said, held] = per_node(dense, "32");
  EXPECT_GT(said, 3 * coarse);
  if (heap() > 0) EXPECT_GT(held, 600);  // sanitizers do not count
}
