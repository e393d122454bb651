// SPDX-License-Identifier: LGPL-2.1-or-later
// Orders of the integrators on flows, with fixed steps: of the state against the closed form, and of the
// balance of energy and dissipation. What is measured here is the table in doc/flows-fisher-rao.md.
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <gtest/gtest.h>

#include "tests/support/fixed_steps.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Errors {
  double state = 0, balance = 0;
};

Errors errors_of(const Flow &flow, const std::string &integrator, double end, unsigned steps)
{
  const FixedSteps run = fixed_steps(flow, integrator, end, steps, 1e-14);
  Errors errors;
  if (const auto form = find_closed_form(flow)) errors.state = distance(run.state, form->state(end));
  errors.balance = run.balance;
  return errors;
}

/// The observed orders from `steps` to twice as many, which must be at least the given ones.
void expect_orders(const Flow &flow, const std::string &integrator, double end, unsigned steps,
                   double state_order, double balance_order)
{
  const Errors coarse = errors_of(flow, integrator, end, steps),
               fine = errors_of(flow, integrator, end, 2 * steps);
  const double state = std::log2(coarse.state / fine.state),
               balance = std::log2(coarse.balance / fine.balance);
  const std::string where = flow.energy_name() + " in " + flow.geometry_name() + ", " + integrator;
  std::cout << "  " << where << ": state " << state << " (" << fine.state << "), balance " << balance << " ("
            << fine.balance << ")\n";
  if (find_closed_form(flow)) EXPECT_GT(state, state_order - 0.3) << where << ": " << coarse.state;
  EXPECT_GT(balance, balance_order - 0.3) << where << ": " << coarse.balance;
}

const std::string matern = "kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; ";
/// Rates (1 + l^2 lambda) of at most 20 on this mesh: the steps below resolve all of them. (Where they do
/// not, stiff modes reduce the order of the balance to that of the stages.)
const std::string narrow = "kernel/name = intrinsic Matern; kernel/bandwidth = 0.02; ";
}  // namespace

// Quadratures of lower order than the state, a stage whose rate is not the rate there.
TEST(Orders, ExplicitMethodsKeepTheirOrderInStateAndBalance)
{
  const Flow kl = make_flow("KL", "spherical Fisher-Rao"), krr = make_flow("KL", "KRR Fisher-Rao", matern);
  const Flow logistic = make_flow("inclusive-KL", "power-mobility Fisher-Rao");
  for (const Flow *flow : {&kl, &logistic, &krr}) {
    expect_orders(*flow, "dopri5", 2, 10, 5, 5);
    expect_orders(*flow, "fehlberg78", 4, 4, 8, 7);
  }
}

TEST(Orders, ImplicitMethodsWhereTheMetricIsGiven)
{
  const Flow local = make_flow("chi2", "L2"), inverse = make_flow("L2-distance", "MMD", narrow),
             logarithmic = make_flow("KL", "spherical MMD", narrow),
             ridge = make_flow("KL", "ridge MMD", narrow);
  for (const Flow *flow : {&local, &inverse, &logarithmic, &ridge}) {
    expect_orders(*flow, "sdirk2", 1, 20, 2, 2);
    expect_orders(*flow, "sdirk4", 1, 20, 4, 4);
  }
  for (const Flow *flow : {&local, &ridge}) expect_orders(*flow, "kvaerno5", 1, 15, 5, 5);
}
