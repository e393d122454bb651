// SPDX-License-Identifier: LGPL-2.1-or-later
// Meshes that follow the state in time.
#include <gammaflow/base/errors.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/dense_evolution.h>

#include <gtest/gtest.h>

#include "tests/support/same_bits.h"
#include "tests/time/adaptive_flows.h"
#include "tests/time/interruption.h"
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The L2 distance of the last states, on the mesh of `fine`, in units of the norm there.
double last_difference(const Trajectory &run, const Trajectory &fine)
{
  const Space &space = *fine.space_of(fine.states.size() - 1);
  const auto from = run.space_of(run.states.size() - 1);
  const Vector &u = run.states.back();
  Vector difference = space.sample([&](const Point &x) { return from->evaluate(u, x); });
  difference -= fine.states.back();
  return space.norm(difference) / space.norm(fine.states.back());
}

void expect_promises(const Flow &flow, const Trajectory &trajectory)
{
  double jumps = 0;
  for (std::size_t k = 0; k < trajectory.ledger.size(); ++k) {
    const LedgerRow &row = trajectory.ledger[k];
    if (flow.conserves_mass())
      EXPECT_NEAR(row.mass, trajectory.ledger.front().mass, 1e-12 * std::abs(trajectory.ledger.front().mass));
    if (flow.positive()) EXPECT_GT(row.minimum, 0);
    jumps += row.transfer_energy;
    if (k > 0) EXPECT_LT(row.energy, trajectory.ledger[k - 1].energy + row.transfer_energy);
    // the balance has neither lost nor swallowed the jumps
    EXPECT_NEAR(
        row.edb_residual,
        row.energy + row.primal_dissipated + row.dual_dissipated - trajectory.ledger.front().energy - jumps,
        1e-13);
    EXPECT_EQ(row.nodes, trajectory.spaces[k]->n_nodes());
  }
}
}  // namespace

// A transfer that loses mass, makes a density negative, or is not exact where cells are only halved.
TEST(Adaptivity, TransferKeepsMassAndSign)
{
  for (const std::string &settings : {circle, drift}) {
    const Flow flow = flow_of(settings + square + "16");
    const std::size_t cells = 256;
    std::vector<int> some(cells, 0);
    for (std::size_t k = 0; k < cells; k += 3) some[k] = 2;
    const auto fine =
        make_refined_space(flow.parameters(), granted(flow.parameters(), {{flow.shared_space(), some}}, 3));
    const Flow on_fine = Flow::build(flow.parameters(), fine);
    EXPECT_GT(fine->node_mesh().hanging.size(), 0u);
    const Transfer there = transfer(on_fine, 0, flow.space(), flow.initial_state());
    EXPECT_NEAR(fine->integrate(there.u) / flow.space().integrate(flow.initial_state()), 1, 1e-12);
    if (flow.positive()) EXPECT_GT(fine->minimum(there.u), 0);
    const Transfer back = transfer(flow, 0, *fine, there.u);
    EXPECT_LT(distance(back.u, flow.initial_state()), 1e-12);
    EXPECT_LT(std::abs(there.mass_change), 0.05);
    if (!flow.positive()) EXPECT_LT(std::abs(there.mass_change), 1e-13);  // int u is exact on both
    // to where no cell is the same
    const Vector v = fine->sample([](const Point &x) { return 2 + std::sin(20 * x[0] * x[1]); });
    const Transfer coarser = transfer(flow, 0, *fine, v);
    EXPECT_NEAR(flow.space().integrate(coarser.u), fine->integrate(v), 1e-13);
  }
}

// Cells named in another order after a restart, a refinement that depends on how it was reached.
TEST(Adaptivity, MeshIsAFunctionOfItsCells)
{
  const Flow flow = flow_of(circle + square + "5");
  const Parameters &p = flow.parameters();
  std::vector<int> corner(25, -3);
  corner[0] = 3;
  const CellRefinement direct = granted(p, {{flow.shared_space(), corner}}, 3);
  EXPECT_EQ(refinement_text(refinement_from(refinement_text(direct))), refinement_text(direct));
  const auto space = make_refined_space(p, direct);
  const std::vector<int> stay(cell_lengths(*space).size(), 0);
  EXPECT_EQ(granted(p, {{space, stay}}, 3), direct);
  // through another mesh and back, in steps
  std::vector<int> all(25, 1), merge;
  const auto other = make_refined_space(p, granted(p, {{flow.shared_space(), all}}, 3));
  merge.assign(cell_lengths(*other).size(), -1);
  const auto base = make_refined_space(p, granted(p, {{other, merge}}, 3));
  EXPECT_EQ(base->n_nodes(), flow.space().n_nodes());
  EXPECT_EQ(granted(p, {{base, corner}}, 3), direct);
  EXPECT_EQ(granted(p, {{flow.shared_space(), corner}}, 0), CellRefinement());
  for (const std::string wrong : {"1 1", "3 2", "a", "1//2"})
    EXPECT_THROW(refinement_from(wrong), std::invalid_argument) << wrong;
  EXPECT_THROW(make_refined_space(p, {{999}}), InputError);
}

// An estimate that is off in its power of h, or blind where a coefficient vanishes by symmetry.
TEST(Adaptivity, LengthsAreThoseOfTheFunction)
{
  for (const unsigned degree : {1u, 2u, 3u, 4u}) {
    const auto largest = [&](unsigned cells, double shift) {
      const auto space = make_space_from(
          "domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; "
          "domain/cells = " +
          std::to_string(cells) + "; domain/degree = " + std::to_string(degree));
      const auto lengths = relative_lengths(
          *space, space->sample([=](const Point &x) { return std::tanh((x[0] - 0.5 - shift) / 0.2); }), 1);
      return *std::max_element(lengths.begin(), lengths.end());
    };
    EXPECT_NEAR(std::log2(largest(16, 0) / largest(32, 0)), 1, 0.15) << degree;
    // a node, or the middle of a cell, at the centre of symmetry
    EXPECT_NEAR(largest(17, 0) / largest(16, 0), 16. / 17, 0.25) << degree;
  }
}

// A box is the same as the mesh of its cells: strides that are mixed up, the wrong node of a cell.
TEST(Adaptivity, LengthsOnBoxesAreThoseOnMeshes)
{
  for (const std::string domain : {"domain/dimension = 2; domain/cells = 5, 7; domain/degree = 3; ",
                                   "domain/dimension = 3; domain/cells = 2, 3, 4; domain/degree = 2; "}) {
    const auto box = make_space_from(domain),
               mesh = make_space_from(domain + "domain/shape = mesh; domain/mesh generator = box");
    const auto sorted = [](const Space &space) {
      const Vector f =
          space.sample([](const Point &x) { return std::sin(3 * x[0] + x[1] * x[1] - 2 * x[2]); });
      std::vector<double> lengths = relative_lengths(space, f, 0.7);
      std::sort(lengths.begin(), lengths.end());
      return lengths;
    };
    const std::vector<double> on_box = sorted(*box), on_mesh = sorted(*mesh);
    ASSERT_EQ(on_box.size(), on_mesh.size());
    for (std::size_t k = 0; k < on_box.size(); ++k) EXPECT_NEAR(on_box[k], on_mesh[k], 1e-9);
    EXPECT_NEAR(cell_lengths(*box)[0], cell_lengths(*mesh)[0], 1e-12);
  }
}

// Far fewer nodes at the same error than the mesh that has the small cells everywhere.
TEST(Adaptivity, FewerNodesAtTheSameError)
{
  struct Case {
    std::string settings, cells, everywhere, finer;
    double end, tolerance;
    unsigned halvings, outputs;
  };
  for (const Case &c :
       {Case{circle, "6", "48", "96", 60., 4e-3, 3, 6}, Case{drift, "6", "48", "96", 1e-3, 1.5e-3, 3, 8}}) {
    const Flow flow = flow_of(c.settings + square + c.cells + following(c.tolerance, c.halvings));
    const EvolveOptions options = options_for(c.end, 1e-5, "auto", c.outputs);
    const Trajectory run = evolve(flow, options),
                     same = evolve(flow_of(c.settings + square + c.everywhere), options),
                     fine = evolve(flow_of(c.settings + square + c.finer), options);
    expect_promises(flow, run);
    const double error = last_difference(run, fine), of_same = last_difference(same, fine);
    const unsigned most = most_nodes(run);
    unsigned repeated = 0;
    double transfers = 0;
    for (const LedgerRow &row : run.ledger) {
      repeated += row.repeated;
      transfers += std::abs(row.transfer_energy);
    }
    std::cout << "  " << flow.energy_name() << ": at most " << most << " of " << same.space->n_nodes()
              << " nodes, last " << run.ledger.back().nodes << ", error " << error << " against " << of_same
              << ", jumps of energy " << transfers << ", balance " << run.ledger.back().edb_residual
              << ", repeated " << repeated << ", resolution " << run.ledger.back().resolution << "\n";
    EXPECT_LT((flow.positive() ? 2 : 3) * most, same.space->n_nodes());
    EXPECT_LT(error, 2.5 * of_same);
    EXPECT_LT(std::abs(run.ledger.back().edb_residual), 1e-3 * std::abs(run.ledger.front().energy));
  }
}

// Must fail: layers and repetitions taken away, the front leaves the short cells, and the ledger says so.
TEST(Adaptivity, FrontThatLeavesTheShortCellsIsReported)
{
  const std::string settings = drift + square + "6" + following(8e-3, 3) + "; adaptivity/layers = 0";
  const EvolveOptions options = options_for(2e-3, 1e-5, "auto", 2);
  const Trajectory with = evolve(flow_of(settings), options),
                   without = evolve(flow_of(settings + "; adaptivity/repetitions = 0"), options);
  EXPECT_LT(with.ledger[1].resolution, 1.4143);
  EXPECT_GT(with.ledger[1].repeated, 0u);
  EXPECT_EQ(without.ledger[1].repeated, 0u);
  EXPECT_GT(without.ledger[1].resolution, 1.5);
  // too few halvings: the length that would serve
  const Trajectory coarse = evolve(flow_of(drift + square + "6" + following(2e-3, 1)), options);
  EXPECT_GT(coarse.ledger[0].resolution, 1.5);
  EXPECT_LT(coarse.ledger[0].wanted_length, 1. / 12);
  EXPECT_GT(coarse.ledger[0].wanted_length, 1. / 200);
}

// A resumed run that is not the run that was interrupted; files that lose the meshes; a state between outputs
// that is on another mesh than it says.
TEST(Adaptivity, ResumesWithTheSameBitsAndIsStored)
{
  const std::string file = std::filesystem::temp_directory_path() / "gammaflow_adaptive_checkpoint_test.h5";
  for (const std::string &settings :
       {circle + square + "4" + following(1e-2, 3), drift + square + "4" + following(1e-2, 3)}) {
    const Flow flow = flow_of(settings);
    const EvolveOptions plain = options_for(flow.positive() ? 1e-3 : 20, 1e-5);
    const Trajectory whole = evolve(flow, plain);
    evolve_interrupted(flow, plain, file);
    const auto [resumed, first_seen] = evolve_continued(flow, plain, file);
    EXPECT_GE(first_seen, 0.5) << "started from the beginning";
    write_trajectory(file, whole, {});
    const Trajectory stored = read_trajectory(file, flow);
    expect_the_same_bits(resumed, whole);
    expect_the_same_bits(stored, whole);
    const DenseEvolution dense(flow, plain, stored);
    for (const std::size_t k : {1u, 4u}) {
      const double t = stored.times[k];
      const Vector just_before = dense.state(t * (1 - 1e-9));
      ASSERT_EQ(dense.space(t * (1 - 1e-9))->n_nodes(), size(just_before));
      EXPECT_LT(distance(just_before, stored.states[k]), 1e-4 * stored.states[k].linfty_norm());
    }
    EXPECT_THROW(read_trajectory(file, flow.shared_space()), InputError);
    EXPECT_THROW(read_trajectory(file, flow_of(settings + "; adaptivity/enabled = false")), InputError);
    EXPECT_THROW(read_trajectory(file, flow_of(settings + "; domain/cells = 5")), InputError);
    std::filesystem::remove(file);
  }
}

// What cannot have a mesh that follows the state must say so, not ignore it.
TEST(Adaptivity, IsRefusedWhereItIsNotPossible)
{
  Parameters reference;
  reference.assign_all(circle + square + "4" + following(1e-2, 2), "test");
  const EvolveOptions options = options_for(0.1, 1e-4, "auto", 1);
  EXPECT_THROW(
      evolve(flow_of(circle + "; domain/dimension = 2; domain/cells = 4" + following(1e-2, 2)), options),
      InputError);
  EXPECT_THROW(evolve(Flow::build(reference, make_space(reference, 1)), options), InputError);
}
