// SPDX-License-Identifier: LGPL-2.1-or-later
// States that are unstable: all computations leave them the same way, the exact flow does not.
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/unstable_state.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace gammaflow;

namespace
{
/// A flow of the energy on two meshes with values u(x, t) = amplitude(t) cos(pi x), which the coarser one has
/// with this error in L2.
CertifiedEvolution flow(const std::string &energy, const std::vector<double> &errors)
{
  CertifiedEvolution run;
  run.parameters.assign_all(
      "domain/cells = 8; domain/degree = 2; geometry/name = L2; initial state/formula = cos(pi*x); time/end "
      "= 4; "
      "time/outputs = 4; energy/name = " +
          energy,
      "test");
  Trajectory evolution;
  evolution.space = make_space(run.parameters, 0);
  evolution.times = {0};
  evolution.states = {evolution.space->sample([](const Point &x) { return std::cos(M_PI * x[0]); })};
  for (const double error : errors) {
    evolution.times.push_back(double(evolution.times.size()));
    evolution.states.push_back(evolution.states.front());
    for (const char *norm : {"L1", "L2", "Linf"}) {
      NormError entry;
      entry.norm = norm;
      entry.time = evolution.times.back();
      entry.space.value = error;
      run.errors.push_back(entry);
      run.space = std::max(run.space, error);
    }
  }
  run.levels = {std::make_shared<const Trajectory>(evolution)};
  return run;
}
}  // namespace

// Must fail: with a convex energy, with small errors, and with a large one at the end alone, all bars stay.
TEST(UnstableState, LaterBarsAreNotKnown)
{
  const std::vector<double> decided = {1e-6, 1e-3, 0.2, 1e-8};
  CertifiedEvolution run = flow("Ginzburg-Landau", decided);
  ASSERT_TRUE(unknown_after(run));
  EXPECT_EQ(*unknown_after(run), 3);
  forget_what_is_not_known(run);
  EXPECT_EQ(run.known_until, 3);
  EXPECT_EQ(run.space, 0.2);
  for (const NormError &error : run.errors) EXPECT_EQ(std::isinf(error.bar()), error.time > 3);
  EXPECT_NE(why_not_known_after(3).find("after t = 3"), std::string::npos);

  EXPECT_FALSE(unknown_after(flow("Dirichlet", decided)));
  EXPECT_FALSE(unknown_after(flow("Ginzburg-Landau", {1e-6, 1e-3, 0.01, 1e-8})));
  EXPECT_FALSE(unknown_after(flow("Ginzburg-Landau", {1e-6, 1e-3, 0.01, 0.2})));
}

// The odd state of the Allen-Cahn equation stays odd for ever; all meshes end in the same well. Must fail:
// each time by itself has a bar at the end that is far below the error, which is 1.
TEST(UnstableState, TheKinkOfAllenCahn)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 9; domain/degree = 3; geometry/name = L2; energy/name = Ginzburg-Landau; energy/kappa "
      "= "
      "0.05; initial state/formula = cos(pi*x); time/end = 200; time/outputs = 50, 100, 150; reference/norms "
      "= "
      "L1, L2; reference/seconds = 6",
      "test");
  const CertifiedEvolution run = certified_evolution(p, 1e-3);
  EXPECT_FALSE(run.reached);
  EXPECT_LT(run.known_until, 200);
  const Trajectory &evolution = run.evolution();
  for (const NormError &error : run.errors) {
    std::size_t n = 0;
    while (evolution.times[n] != error.time) ++n;
    // by the part that is even about the middle, which the exact state does not have
    Vector even = evolution.states[n];
    const std::size_t nodes = evolution.space->n_nodes();
    for (std::size_t i = 0; i < nodes; ++i)
      data(even)[i] = (data(evolution.states[n])[i] + data(evolution.states[n])[nodes - 1 - i]) / 2;
    double l1 = 0;
    for (std::size_t i = 0; i < nodes; ++i)
      l1 += data(evolution.space->weights())[i] * std::abs(data(even)[i]);
    if (error.norm == "L1") {
      EXPECT_LE(l1, error.bar()) << "t = " << error.time;
    }
  }
  EXPECT_NE(run.reason.find("not known after"), std::string::npos) << run.reason;

  const auto energies = quantity_errors(run, [](const Trajectory &trajectory, double) {
    std::vector<std::vector<double>> table(1);
    for (const LedgerRow &row : trajectory.ledger) table[0].push_back(row.energy);
    return table;
  });
  EXPECT_TRUE(std::isinf(energies[0].back().value));
  EXPECT_TRUE(std::isfinite(energies[0][1].value));
}
