// SPDX-License-Identifier: LGPL-2.1-or-later
// References of flows whose mesh follows the state.
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/evolution_cache.h>
#include <gammaflow/study/study.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/mesh_sequence.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include <algorithm>
#include <string>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string mesh =
    "; domain/dimension = 2; domain/shape = mesh; domain/mesh generator = box; domain/degree = 2";
/// Allen-Cahn: a front that moves by a tenth of the domain.
const std::string front =
    "energy/name = Ginzburg-Landau; energy/kappa = 0.01; energy/f = u^4/4 - (1+0.3)*u^3/3 + 0.3*u^2/2; "
    "geometry/name = L2; initial state/formula = 0.5 + 0.5*tanh((x+0.3)/2/sqrt(0.02)); domain/lower = -4, 0; "
    "domain/upper = 4, 1; domain/cells = 8, 1; time/outputs = 3; time/end = 12" +
    mesh + "; adaptivity/enabled = true; adaptivity/tolerance = 0.1; adaptivity/halvings = 2";
/// Fokker-Planck: a Gaussian that moves and widens.
const std::string gaussian =
    "energy/name = KL; geometry/name = Wasserstein; domain/lower = -5.5; domain/upper = 5.5; domain/cells = "
    "12; "
    "target/kind = Gaussian; target/mean = 0; target/deviation = 1; initial state/kind = Gaussian; initial "
    "state/mean = -0.6; initial state/deviation = 0.75; time/outputs = 2; time/end = 0.5" +
    mesh + "; adaptivity/enabled = true; adaptivity/tolerance = 0.3; adaptivity/halvings = 2";

/// Fokker-Planck: a density that moves across the domain.
const std::string drift =
    "energy/name = free-energy; energy/internal = Boltzmann; energy/V = -60*(x + y); geometry/name = "
    "Wasserstein; "
    "initial state/formula = exp(-200*((x-0.25)^2+(y-0.25)^2)) + 0.001; domain/cells = 6; time/outputs = 3; "
    "time/end = 1e-3" +
    mesh + "; adaptivity/enabled = true; adaptivity/tolerance = 8e-3; adaptivity/halvings = 2";

Parameters parameters_of(const std::string &settings)
{
  Parameters parameters;
  parameters.assign_all(settings, "test");
  return parameters;
}
}  // namespace

// A sequence of meshes that is not the pilot's, an evolution on it that is not the adaptive one.
TEST(AdaptedReferences, OnItsOwnMeshesAnAdaptiveEvolutionHasTheSameBits)
{
  for (const std::string &settings : {front, drift}) {
    const Parameters parameters = parameters_of(settings);
    const Flow flow = Flow::build(parameters, make_space(parameters));
    EvolveOptions options = evolve_options(parameters);
    options.tolerance = 1e-4;
    const Trajectory adaptive = evolve(flow, options), again = evolve_on(adaptive.spaces, flow, options);
    ASSERT_EQ(again.states.size(), adaptive.states.size());
    for (std::size_t k = 0; k < adaptive.states.size(); ++k) {
      ASSERT_EQ(size(again.states[k]), size(adaptive.states[k]));
      EXPECT_EQ(distance(again.states[k], adaptive.states[k]), 0);
      EXPECT_EQ(again.ledger[k].edb_residual, adaptive.ledger[k].edb_residual);
      EXPECT_EQ(again.ledger[k].transfer_energy, adaptive.ledger[k].transfer_energy);
    }
  }
}

// Meshes that are not nested, or cells that were not halved: no series of errors could be extrapolated.
TEST(AdaptedReferences, HalvedMeshesAreNested)
{
  const Parameters parameters = parameters_of(front);
  const Flow flow = Flow::build(parameters, make_space(parameters));
  const EvolveOptions options = evolve_options(parameters);
  const MeshSequence pilot = pilot_meshes(flow, options);
  EXPECT_GT(pilot.back()->n_nodes(), flow.space().n_nodes());
  EXPECT_NE(refinement_of(*pilot.front()), refinement_of(*pilot.back()));  // it moved
  const MeshSequence once = halved_evenly(parameters, pilot, 1), twice = halved_evenly(parameters, pilot, 2),
                     in_steps = halved_evenly(parameters, once, 1);
  for (std::size_t k = 0; k < pilot.size(); ++k) {
    EXPECT_EQ(cell_lengths(*once[k]).size(), 4 * cell_lengths(*pilot[k]).size());
    EXPECT_EQ(cell_lengths(*twice[k]).size(), 16 * cell_lengths(*pilot[k]).size());
    EXPECT_EQ(refinement_of(*twice[k]), refinement_of(*in_steps[k]));
    const Vector u = pilot[k]->sample([](const Point &x) { return 2 + std::sin(x[0] + 3 * x[1]); });
    EXPECT_LT(distance(transferred(parameters, *twice[k], transferred(parameters, *pilot[k], u, *twice[k]),
                                   *pilot[k]),
                       u),
              1e-13);
  }
  // the meshes do not depend on how exactly times are integrated
  EvolveOptions exact = options;
  exact.tolerance = 1e-9;
  exact.largest_interval = 0.1;
  const MeshSequence other = pilot_meshes(flow, exact);
  for (std::size_t k = 0; k < pilot.size(); ++k)
    EXPECT_EQ(refinement_of(*pilot[k]), refinement_of(*other[k]));
}

// Bars that leave out what the transfers do, or that extrapolate meshes that do not belong together.
TEST(AdaptedReferences, BarsCoverTheTrueErrors)
{
  for (const std::string &settings : {front, gaussian})
    for (const double tolerance :
         settings == front ? std::vector<double>{1e-2, 1e-4} : std::vector<double>{1e-3}) {
      const CertifiedEvolution run = certified_evolution(parameters_of(settings), tolerance);
      EXPECT_TRUE(run.reached) << run.reason;
      const std::vector<double> errors = true_errors(run);
      double most = 0;
      for (std::size_t i = 0; i < errors.size(); ++i) {
        EXPECT_LE(errors[i], run.errors[i].relative()) << run.errors[i].norm << " at " << run.errors[i].time;
        EXPECT_LE(run.errors[i].relative(), tolerance);
        most = std::max(most, run.errors[i].relative() / errors[i]);
      }
      std::cout << "  " << tolerance << ": " << run.space << " (space), " << run.in_time << " (time), "
                << run.cost.nodes << " nodes of degree " << run.degree() << ", bar / error at most " << most
                << ", " << run.cost.total_seconds << " s\n";
      EXPECT_LT(most, 100);
      EXPECT_GT(run.parameters.integer("adaptivity", "even halvings"), 0);

      // What is stored tells how to compute it again.
      EvolutionCache cache(0);
      const auto again = cache.evolution(run.parameters,
                                         {0, run.parameters.number("time", "tolerance"), reference_step_cap});
      ASSERT_EQ(size(again->states.back()), size(run.evolution().states.back()));
      EXPECT_EQ(distance(again->states.back(), run.evolution().states.back()), 0);
    }
}
