// SPDX-License-Identifier: LGPL-2.1-or-later
// Meshes that follow the state of flows that are driven from outside.
#include <gammaflow/base/errors.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/dense_evolution.h>

#include <gtest/gtest.h>

#include "tests/support/same_bits.h"
#include "tests/time/driven_front.h"
#include "tests/time/interruption.h"
#include <filesystem>
#include <iostream>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// max |u - g| over the nodes whose value is given.
double off_the_boundary(const Flow &flow, double t, const Vector &u)
{
  double result = 0;
  for (std::size_t k = 0; k < flow.forcing()->nodes().size(); ++k)
    result = std::max(result,
                      std::abs(data(u)[flow.forcing()->nodes()[k]] - flow.forcing()->boundary_value(k, t)));
  return result;
}
}  // namespace

// Boundary nodes that a transfer interpolates, or that the correction of the mass moves. Must fail: the
// interpolated values are others.
TEST(DrivenAdaptivity, TransferKeepsBoundaryValuesAndMass)
{
  const Flow flow = flow_of(oblique.settings() + square + "8");
  std::vector<int> some(64, 0);
  for (std::size_t k = 0; k < 64; k += 3) some[k] = 2;
  const auto fine =
      make_refined_space(flow.parameters(), granted(flow.parameters(), {{flow.shared_space(), some}}, 3));
  const Flow there = Flow::build(flow.parameters(), fine);
  ASSERT_GT(there.forcing()->nodes().size(), flow.forcing()->nodes().size());
  const double t = 0.17;
  const Vector u = oblique.exact(flow.space(), t);
  const Transfer moved = transfer(there, t, flow.space(), u);
  EXPECT_EQ(off_the_boundary(there, t, moved.u), 0);
  EXPECT_NEAR(fine->integrate(moved.u), flow.space().integrate(u), 1e-14);
  EXPECT_GT(std::abs(moved.mass_change), 1e-9);
  EXPECT_GT(off_the_boundary(there, t, transferred(flow.parameters(), flow.space(), u, *fine)), 1e-2);
  EXPECT_GT(off_the_boundary(there, 0, moved.u), 1e-2) << "another time";
  // and where cells are merged
  const Transfer back = transfer(flow, t, *fine, oblique.exact(*fine, t));
  EXPECT_EQ(off_the_boundary(flow, t, back.u), 0);
}

// Against the formula, as accurate as the mesh that has the small cells everywhere, with fewer nodes; the
// boundary nodes of every mesh follow their formula. Must fail: with no flux instead it is another flow.
TEST(DrivenAdaptivity, MovingFrontsAgainstTheirFormula)
{
  for (const Driven &c : {oblique, straight}) {
    SCOPED_TRACE(c.name);
    const EvolveOptions options = options_for(end_of_driven, 1e-6, "auto", 8);
    const Flow flow = flow_of(c.settings() + square + "6" + following(5e-4, 3));
    const Trajectory run = evolve(flow, options),
                     same = evolve(flow_of(c.settings() + square + "48"), options);
    std::cout << "  " << c.name << ": at most " << most_nodes(run) << " of " << same.space->n_nodes()
              << " nodes, error " << c.error(run) << " against " << c.error(same) << "\n";
    EXPECT_LT(2 * most_nodes(run), same.space->n_nodes());
    EXPECT_LT(c.error(run), 2.5 * c.error(same));
    unsigned meshes = 1;
    for (std::size_t k = 1; k < run.times.size(); ++k) {
      meshes += run.spaces[k] != run.spaces[k - 1];
      EXPECT_LT(off_the_boundary(flow_of_interval(flow, run, k), run.times[k], run.states[k]), 1e-5);
    }
    EXPECT_GT(meshes, 4u);
    Driven closed = c;
    closed.boundary = "domain/dimension = 2";
    const Trajectory other = evolve(flow_of(closed.settings() + square + "6" + following(5e-4, 3)),
                                    options_for(end_of_driven, 1e-4, "auto", 8));
    EXPECT_GT(closed.error(other), 10 * c.error(run));
  }
}

// What goes on after an interruption, or is read from a file, is the same to the last bit, and known between
// the outputs.
TEST(DrivenAdaptivity, ResumesWithTheSameBits)
{
  const std::string file = std::filesystem::temp_directory_path() / "gammaflow_driven_checkpoint_test.h5";
  for (const Driven &c : {oblique, straight}) {
    SCOPED_TRACE(c.name);
    const Flow flow = flow_of(c.settings() + square + "4" + following(1e-2, 3));
    const EvolveOptions options = options_for(end_of_driven, 1e-5, "auto", 5);
    const Trajectory whole = evolve(flow, options);
    evolve_interrupted(flow, options, file);
    const auto [resumed, first_seen] = evolve_continued(flow, options, file);
    EXPECT_GT(first_seen, 0.39) << "started from the beginning";
    expect_the_same_bits(resumed, whole);
    write_trajectory(file, whole, {});
    const Trajectory stored = read_trajectory(file, flow);
    std::filesystem::remove(file);
    expect_the_same_bits(stored, whole);
    const DenseEvolution dense(flow, options, stored);
    for (const double t : {0.3 * end_of_driven, 0.7 * end_of_driven}) {
      Vector difference = c.exact(*dense.space(t), t);
      difference -= dense.state(t);
      EXPECT_LT(dense.space(t)->norm(difference), 2 * c.error(whole));
    }
  }
}
