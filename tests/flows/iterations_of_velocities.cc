// SPDX-License-Identifier: LGPL-2.1-or-later
// Iterations of the implicit steps of KRR Wasserstein on boxes, over meshes and ridges.
#include <gammaflow/time/linear/gmres.h>
#include <gammaflow/time/linear/linearized_flow.h>
#include <gammaflow/time/linear/spectral_levels.h>

#include <gtest/gtest.h>

#include "tests/support/fixed_steps.h"
#include "tests/support/flows.h"
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Flow ridge_flow(const std::string &cells, const std::string &ridge, const std::string &more = "")
{
  return make_flow("KL", "KRR Wasserstein",
                   "domain/dimension = 2; domain/degree = 2; kernel/name = intrinsic Matern; "
                   "kernel/bandwidth = 0.1; domain/cells = " +
                       cells + "; geometry/ridge = " + ridge + more);
}

double most(const std::vector<double> &counts)
{
  return *std::max_element(counts.begin(), counts.end());
}
double least(const std::vector<double> &counts)
{
  return *std::min_element(counts.begin(), counts.end());
}

/// Of one linearized step z + h U^-1 J (U z) = r, r a function of all scales, to 1e-8, preconditioned for
/// `density`.
double linear_iterations(const Flow &flow, const double step, const Vector &density)
{
  const Vector &u = flow.initial_state();
  Vector xi = u, work = u, rough = u, z = u;
  flow.energy().first_variation(u, xi);
  for (std::size_t i = 0; i < size(rough); ++i) data(rough)[i] = std::sin(double(i * i));
  LinearizedFlow linearized(flow);
  linearized.reset(u, xi);
  SpectralLevels levels;
  levels.prepare(flow.space(), flow.geometry().structure().symbol, density, step);
  const InnerProduct inner(flow.space(), flow.space().weights());
  const LinearSolve solve = gmres(
      inner,
      [&](const Vector &x, Vector &out) {
        for (std::size_t i = 0; i < size(x); ++i) data(work)[i] = data(u)[i] * data(x)[i];
        linearized.apply(work, out);
        for (std::size_t i = 0; i < size(x); ++i)
          data(out)[i] = data(x)[i] + step * data(out)[i] / data(u)[i];
      },
      [&](const Vector &r, Vector &out) { levels.apply(r, out); }, rough, z, 1e-8 * inner.norm(rough), 300);
  EXPECT_TRUE(solve.converged);
  return solve.iterations;
}
}  // namespace

// Iterations a step that grow with 1/h or 1/lambda: at the steps that the accuracy asks for, from any mesh
// and ridge to any other; with longer steps, all equal, from mesh to mesh and from the ridge 0.1 downwards
// (with the ridge 1 mass moves half as far in a step, for which Newton's method takes two corrections and not
// three).
TEST(IterationsOfVelocities, StayWithMeshAndRidge)
{
  std::vector<double> all, all_of_long_steps;
  for (const std::string ridge : {"1", "1e-1", "1e-2", "1e-4"}) {
    std::vector<double> of_long_steps;
    for (const std::string cells : {"6", "12", "24"}) {
      const Flow flow = ridge_flow(cells, ridge);
      const LedgerRow last = evolve(flow, options_for(0.02, 1e-5, "kvaerno5", 1)).ledger.back();
      all.push_back(double(last.solver_iterations) / last.steps);
      of_long_steps.push_back(fixed_steps(flow, "kvaerno5", 0.02, 5, 1e-8).iterations / 5.);
      std::cout << "  ridge " << ridge << ", " << cells << " cells: " << all.back() << " iterations a step, "
                << of_long_steps.back() << " a long one\n";
    }
    EXPECT_LT(most(of_long_steps), 1.5 * of_long_steps.front()) << ridge;
    if (ridge != "1")
      all_of_long_steps.insert(all_of_long_steps.end(), of_long_steps.begin(), of_long_steps.end());
  }
  EXPECT_LT(most(all_of_long_steps), 1.5 * least(all_of_long_steps));
  EXPECT_LT(most(all), 1.5 * least(all));
}

// Where the ridge is as large as the symbol of the kernel, the step's symbol is not that of the mean density,
// and no multiple of it. Must fail: a preconditioner for the mean density, whose iterations grow with 1/h.
TEST(IterationsOfVelocities, OfLinearSystemsNeedLevelsOfTheDensity)
{
  std::vector<double> with_levels, with_mean;
  for (const std::string cells : {"6", "12", "24", "48"}) {
    const Flow flow = ridge_flow(cells, "1e-2");
    Vector mean = flow.initial_state();
    mean = flow.space().integrate(flow.initial_state()) / flow.space().volume();
    with_levels.push_back(linear_iterations(flow, 1e-3, flow.initial_state()));
    with_mean.push_back(linear_iterations(flow, 1e-3, mean));
    std::cout << "  " << cells << " cells: " << with_levels.back() << ", for the mean density "
              << with_mean.back() << "\n";
  }
  EXPECT_LT(most(with_levels), 1.5 * with_levels.front());
  EXPECT_GT(most(with_mean), 1.5 * with_mean.front());
}
