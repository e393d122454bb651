// SPDX-License-Identifier: LGPL-2.1-or-later
// Signed fields are integrated relative to their own size, whatever it is, and energies to what can be lost.
#include <gammaflow/time/stages/state_size.h>

#include <gtest/gtest.h>

#include "../support/flows.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Case {
  std::string energy, geometry, settings;
};

unsigned steps_of(const Trajectory &trajectory)
{
  unsigned steps = 0;
  for (const LedgerRow &row : trajectory.ledger) steps += row.steps + row.rejected;
  return steps;
}

Trajectory with_amplitude(const Case &c, const std::string &amplitude, const EvolveOptions &options)
{
  const std::string bump = "*exp(-20*(x-0.4)^2)";
  return evolve(make_flow(c.energy, c.geometry,
                          c.settings + "initial state/formula = " + amplitude + bump +
                              "; target/formula = " + amplitude + "*cos(pi*x)"),
                options);
}
}  // namespace

// A tolerance that is a number beside small fields: they are not computed, or stall where their small
// dissipation is integrated along a state with few digits. Linear flows: twice the field has twice the
// solution.
TEST(SmallFields, TakeTheStepsOfLargeOnes)
{
  const std::string matern = "kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; ";
  const std::vector<std::pair<Case, std::vector<std::string>>> cases = {
      {{"Dirichlet", "L2", ""}, {"auto", "sdirk4", "rkc", "avf", "cpg2"}},
      {{"Dirichlet", "H-1", ""}, {"auto", "avf"}},
      {{"L2-distance", "L2", ""}, {"auto"}},
      {{"L2-distance", "kernel L2", matern}, {"auto", "dopri5"}},
      {{"L2-distance", "MMD", matern}, {"auto"}},
      {{"L2-distance", "ridge MMD", matern + "geometry/ridge = 0.01; "}, {"auto"}},
      {{"Dirichlet", "ridge MMD", matern + "geometry/ridge = 0.01; "}, {"auto"}}};
  for (const auto &[c, integrators] : cases)
    for (const std::string &integrator : integrators) {
      SCOPED_TRACE(c.energy + " in " + c.geometry + ", " + integrator);
      const EvolveOptions options = options_for(0.1, 1e-6, integrator);
      const Trajectory large = with_amplitude(c, "1", options);
      for (const double amplitude : {1e-6, 1e-9, 1e4}) {
        const Trajectory other = with_amplitude(c,
                                                amplitude == 1e-6   ? "1e-6"
                                                : amplitude == 1e-9 ? "1e-9"
                                                                    : "1e4",
                                                options);
        const double steps = steps_of(large);
        EXPECT_NEAR(steps_of(other), steps, 2 + 0.1 * steps) << amplitude;
        Vector difference = other.states.back();
        difference.add(-amplitude, large.states.back());
        EXPECT_LT(difference.linfty_norm(), 1e-5 * amplitude) << amplitude;
        EXPECT_LT(balance_error(other), 1e-4) << amplitude;
      }
    }
}

// Dissipated energies relative to F(u(0)), which a constant in f makes large (nothing is controlled) or zero
// (all steps are rejected).
TEST(SmallFields, ConstantsInTheEnergyChangeNothing)
{
  const auto computed = [](const std::string &amplitude, const std::string &constant,
                           const std::string &geometry) {
    return evolve(
        make_flow("Ginzburg-Landau", geometry,
                  "energy/f = 0.5*u^2 + " + constant +
                      "; energy/kappa = 0.01; initial state/formula = " + amplitude + "*cos(3*pi*x)"),
        options_for(0.5, 1e-7));
  };
  for (const std::string geometry : {"L2", "H-1"}) {
    const Trajectory plain = computed("1", "0", geometry);
    const double steps = steps_of(plain);
    for (const std::string constant : {"1", "-0.25", "-0.47206609902451", "1e3"})
      for (const std::string amplitude : {"1", "1e-4"}) {
        const Trajectory other = computed(amplitude, constant, geometry);
        EXPECT_NEAR(steps_of(other), steps, 2 + 0.15 * steps)
            << geometry << " " << constant << " " << amplitude;
        const double a = std::stod(amplitude);
        EXPECT_NEAR(other.ledger.back().dual_dissipated, a * a * plain.ledger.back().dual_dissipated,
                    1e-6 * a * a)
            << geometry << " " << constant << " " << amplitude;
      }
  }
}

// A size that is not that of the state: of what it becomes, of given boundary values, of sources.
TEST(SmallFields, SizeOfAState)
{
  const auto size = [](const std::string &settings, double now) {
    const Flow flow = make_flow("Dirichlet", "L2", settings);
    Vector u = flow.space().zero();
    u = now;
    return StateSize(flow).of(u);
  };
  EXPECT_DOUBLE_EQ(size("initial state/formula = 1e-3*cos(pi*x)", 0), 1e-3);
  EXPECT_DOUBLE_EQ(size("initial state/formula = 1e-3*cos(pi*x)", -5), 5);
  EXPECT_DOUBLE_EQ(size("initial state/formula = 0*x; boundary/left = 2e-4*t", 0), 2e-4);
  EXPECT_DOUBLE_EQ(size("initial state/formula = 0*x; source/formula = 1e-7; time/end = 3", 0), 3e-7);
  EXPECT_DOUBLE_EQ(size("initial state/formula = 0*x", 0), 1);
  const Flow density = make_flow("KL", "Fisher-Rao", "initial state/formula = 1e-6");
  EXPECT_EQ(StateSize(density).of(density.initial_state()), 1);
}
