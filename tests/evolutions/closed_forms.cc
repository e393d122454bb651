// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <map>
#include <set>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Case {
  std::string energy, geometry, settings, form;
};

const std::string matern = "kernel/name = intrinsic Matern; kernel/smoothness = 2; kernel/bandwidth = 0.1; ";
const std::string gaussian = "kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1; ";
const std::string free_space = "kernel/name = Gaussian; kernel/bandwidth = 0.1; ";
const std::string own_kernel =
    "energy kernel/same as geometry = false; energy kernel/name = intrinsic Matern; "
    "energy kernel/bandwidth = 0.15; ";
const std::string uniform = "target/formula = 0.8; ";
const std::string same_mass = "initial state/mass = 1; target/mass = 1; ";
const std::string ridge = "geometry/ridge = 0.05; ";
const std::string modes = "quadratic energy, flat geometry, intrinsic kernels",
                  local = "L2, L2-distance or chi2", mobility = "power-mobility Fisher-Rao, phi_(2-q)",
                  relaxes = "MMD geometry, MMD energy";

/// At least one per closed form; explicit ones first.
const std::vector<Case> bounded = {
    {"KL", "Fisher-Rao", "", "Fisher-Rao, KL"},
    {"chi2", "Fisher-Rao", "", "Fisher-Rao, chi2"},
    {"inclusive-KL", "Fisher-Rao", "", "Fisher-Rao, inclusive-KL"},
    {"power", "Fisher-Rao", "energy/exponent = 0.5", "Fisher-Rao, power"},
    {"power", "Fisher-Rao", "energy/exponent = -1.5", "Fisher-Rao, power"},
    {"power", "Fisher-Rao", "energy/exponent = 3", "Fisher-Rao, power"},
    {"KL", "spherical Fisher-Rao", "initial state/mass = 2.5", "spherical Fisher-Rao, KL"},
    {"inclusive-KL", "power-mobility Fisher-Rao", "", mobility},
    {"power", "power-mobility Fisher-Rao", "energy/exponent = 0.5; geometry/exponent = 1.5", mobility},
    {"power", "power-mobility Fisher-Rao", "energy/exponent = -1; geometry/exponent = 3", mobility},
    {"MMD", "MMD", gaussian, relaxes},
    {"MMD", "MMD", free_space, relaxes},
    {"MMD", "spherical MMD", gaussian + "initial state/mass = 1.5", relaxes},
    {"MMD", "spherical MMD", free_space + same_mass, relaxes},
    {"L2-distance", "kernel L2", matern, modes},
    {"chi2", "kernel L2", gaussian + uniform, modes},
    {"MMD", "kernel L2", matern + own_kernel, modes},
    {"L2-distance", "kernel H-1", matern, modes},
    {"chi2", "kernel H-1", gaussian + uniform, modes},
    {"MMD", "kernel H-1", gaussian + own_kernel, modes}};

const std::vector<Case> given_by_metric = {
    {"L2-distance", "L2", "", local},
    {"chi2", "L2", "", local},
    {"chi2", "ridge L2", ridge, local},
    {"L2-distance", "spherical L2", "initial state/mass = 2", modes},
    {"L2-distance", "MMD", matern, modes},
    {"L2-distance", "MMD", gaussian, modes},
    {"chi2", "MMD", matern + uniform, modes},
    {"L2-distance", "ridge MMD", gaussian + ridge, modes},
    {"L2-distance", "spherical MMD", matern + "initial state/mass = 2", modes},
    {"chi2", "spherical ridge MMD", matern + uniform + ridge, modes},
    {"MMD", "MMD", matern + own_kernel, modes},
    {"MMD", "MMD", gaussian + own_kernel, modes},
    {"MMD", "spherical MMD", gaussian + own_kernel + "initial state/mass = 2", modes},
    {"MMD", "L2", own_kernel, modes},
    {"MMD", "ridge MMD", matern + own_kernel + ridge, modes},
    {"L2-distance", "L2", "geometry/rate = 0.3", local},
    {"L2-distance", "inverse-kernel H-1", matern, modes},
    {"L2-distance", "inverse-kernel H-1", gaussian, modes},
    {"chi2", "inverse-kernel H-1", matern + uniform, modes},
    {"MMD", "inverse-kernel H-1", gaussian, modes},
    {"MMD", "inverse-kernel H-1", matern + own_kernel, modes}};

/// With differential operators; their accuracy in space is tested in tests/flows.
const std::vector<Case> differential = {
    {"KL", "Wasserstein", "target/formula = 1", "Wasserstein, entropy without potential (heat equation)"},
    {"KL", "Hellinger-Kantorovich", "target/formula = exp(-x^2/2); initial state/formula = exp(x - 3*x^2)",
     "Gaussians in Wasserstein and Hellinger-Kantorovich, Boltzmann entropy"},
    {"free-energy", "Wasserstein",
     "energy/internal = power; initial state/kind = Barenblatt; initial state/floor = 1e-3",
     "Wasserstein, power (Barenblatt)"},
    {"Ginzburg-Landau", "L2",
     "energy/kappa = 0.001; domain/lower = -2; domain/upper = 2; domain/cells = 80; initial state/formula = "
     "tanh(x/sqrt(0.002))",
     "L2, Ginzburg-Landau with a quartic f (travelling front)"},
    {"Dirichlet", "H-1", "", modes},
    {"Dirichlet", "L2", "", modes},
    {"L2-distance", "H-1", "geometry/mobility = 2", modes},
    {"nonlocal Ginzburg-Landau", "L2", gaussian + "energy/f = u^2/2; energy/kappa = 0.02", modes},
    {"nonlocal Ginzburg-Landau", "kernel L2", matern + "energy/f = -u^2/2; energy/kappa = 0.02", modes},
    {"nonlocal Ginzburg-Landau", "MMD", matern + own_kernel + "energy/f = u^2/2; energy/kappa = 0.02", modes},
    {"nonlocal Ginzburg-Landau", "inverse-kernel H-1", gaussian + "energy/f = -u^2/2; energy/kappa = 0.02",
     modes},
    {"nonlocal Ginzburg-Landau", "H-1", gaussian + "energy/f = -u^2/2; energy/kappa = 0.02", modes}};

std::string label(const Case &c)
{
  return c.energy + " in " + c.geometry + " (" + c.settings + ")";
}

/// The largest error of the states, and of the energies, over the output times.
struct Errors {
  double state = 0, energy = 0, dissipated = 0;
};

Errors errors_of(const Flow &flow, double end, double tolerance)
{
  const EvolveOptions options = options_for(end, tolerance, "auto", 3);
  const Trajectory computed = evolve(flow, options),
                   exact = closed_form_trajectory(flow, options.output_times);
  Errors errors;
  const auto keep = [](double &largest, double error) {
    if (!(error <= largest)) largest = error;
  };
  for (std::size_t k = 0; k < exact.times.size(); ++k) {
    keep(errors.state, distance(computed.states[k], exact.states[k]));
    keep(errors.energy, std::abs(computed.ledger[k].energy - exact.ledger[k].energy));
    keep(errors.dissipated,
         std::abs(computed.ledger[k].primal_dissipated - exact.ledger[k].primal_dissipated));
    keep(errors.dissipated, std::abs(computed.ledger[k].dual_dissipated - exact.ledger[k].dual_dissipated));
  }
  return errors;
}

void check_against_flow(const std::vector<Case> &cases, const std::vector<double> &tolerances, double factor)
{
  for (const auto &c : cases) {
    SCOPED_TRACE(label(c));
    const Flow flow = make_flow(c.energy, c.geometry, c.settings);
    for (const double tolerance : tolerances) {
      const Errors errors = errors_of(flow, 1, tolerance);
      const std::string where = label(c) + " at tolerance " + text(tolerance);
      EXPECT_LT(errors.state, factor * tolerance) << where;
      EXPECT_LT(errors.energy, factor * tolerance) << where;
      EXPECT_LT(errors.dissipated, factor * tolerance) << where;
    }
  }
}
}  // namespace

// A closed form that is taken for a flow it does not belong to, or not found.
TEST(ClosedForms, AreFoundForTheirFlowsOnly)
{
  std::set<std::string> found;
  for (const auto *cases : {&bounded, &given_by_metric, &differential})
    for (const auto &c : *cases) {
      const Flow flow = make_flow(c.energy, c.geometry, c.settings);
      const auto form = find_closed_form(flow);
      ASSERT_TRUE(form) << label(c);
      EXPECT_EQ(form->name(), c.form) << label(c);
      found.insert(form->name());
    }
  for (const auto &name : Registry<ClosedForm>::names())
    EXPECT_TRUE(found.count(name)) << name << " has no case here";

  for (const Case &c :
       {Case{"KL", "Stein Fisher-Rao", gaussian, ""}, Case{"KL", "power-mobility Fisher-Rao", "", ""},
        Case{"chi2", "MMD", gaussian, ""}, Case{"chi2", "spherical L2", "", ""}, Case{"KL", "L2", "", ""},
        Case{"L2-distance", "MMD", free_space, ""},
        Case{"MMD", "spherical MMD", free_space + "initial state/mass = 1; target/mass = 2", ""},
        Case{"chi2", "spherical Fisher-Rao", "", ""}, Case{"KL", "Wasserstein", "", ""},
        Case{"L2-distance", "H-1", "geometry/mobility = 1 + u^2", ""},
        Case{"Dirichlet", "L2", "source/formula = x", ""}})
    EXPECT_FALSE(find_closed_form(make_flow(c.energy, c.geometry, c.settings))) << label(c);
}

// A flow that something drives is not the flow of the closed form: it would be held against a solution of
// another equation. Must fail: the same flow without a source.
TEST(ClosedForms, AreNotThoseOfFlowsWithSources)
{
  unsigned driven = 0;
  for (const auto &[name, entry] : Registry<ClosedForm>::entries()) {
    SCOPED_TRACE(name);
    Parameters p;
    p.assign_all(entry.traits.examples.front(), "test");
    const auto space = make_space(p);
    EXPECT_TRUE(find_closed_form(Flow::build(p, space)));
    p.set("source", "formula", "0.1*exp(-t)", "test");
    try {
      const Flow flow = Flow::build(p, space);
      EXPECT_FALSE(find_closed_form(flow));
      ++driven;
    } catch (const InputError &) {  // a geometry that takes no sources
    }
  }
  EXPECT_GE(driven, 8u);
}

// A formula that is not the solution: its own derivative must be its rate, and the rate -K DF.
TEST(ClosedForms, SatisfyTheirEquation)
{
  for (const auto *cases : {&bounded, &given_by_metric})
    for (const auto &c : *cases) {
      const Flow flow = make_flow(c.energy, c.geometry, c.settings);
      const auto form = find_closed_form(flow);
      EXPECT_LT(distance(form->state(0), flow.initial_state()), 1e-14) << label(c);
      for (const double t : {0.3, 1.7}) {
        const double h = 1e-3;
        const Vector rate = form->rate(t);
        Vector difference = form->state(t + h);
        difference -= form->state(t - h);
        difference /= 2 * h;
        EXPECT_LT(distance(difference, rate), 1e-5 * (1 + rate.linfty_norm())) << label(c);

        const Vector u = form->state(t);
        Vector xi = u, v = u;
        flow.energy().first_variation(u, xi);
        xi *= -1.;
        if (flow.geometry().has_metric()) {  // G v = -(DF - c)
          flow.geometry().metric_apply(rate, v);
          v -= xi;
          if (flow.geometry().zero_mass_rates()) {
            EXPECT_NEAR(flow.space().integrate(rate), 0, 1e-13) << label(c);
            const double mean = flow.space().integrate(v) / flow.space().volume();
            for (double &value : v) value -= mean;
          }
          EXPECT_LT(v.linfty_norm(), 1e-11) << label(c);
        } else {
          flow.geometry().onsager_apply(u, xi, v);
          EXPECT_LT(distance(v, rate), 1e-12 * (1 + rate.linfty_norm())) << label(c);
        }
      }
    }
}

// Explicit evolution: order 8, so that the error follows the tolerance down to 1e-11.
TEST(ClosedForms, BoundedFlowsReproduceThemInProportionToTheTolerance)
{
  check_against_flow(bounded, {1e-5, 1e-8, 1e-11}, 30);
}

// Implicit evolution, stage equations included.
TEST(ClosedForms, FlowsGivenByTheirMetricReproduceThemInProportionToTheTolerance)
{
  check_against_flow(given_by_metric, {1e-5, 1e-8}, 100);
}

// In 2D, with periodic boundary in one direction and another degree.
TEST(ClosedForms, InTwoDimensions)
{
  const std::string domain =
      "domain/dimension = 2; domain/cells = 4, 3; domain/degree = 3; domain/lower = 0; "
      "domain/upper = 1; domain/boundary = periodic, no-flux; "
      "initial state/formula = 1 + 0.5*sin(6.283185307179586*x)*y; target/formula = 1 + 0.3*y; ";
  check_against_flow({{"KL", "spherical Fisher-Rao", domain, ""},
                      {"L2-distance", "kernel L2", domain + matern, ""},
                      {"MMD", "MMD", domain + gaussian, ""}},
                     {1e-9}, 30);
  check_against_flow({{"L2-distance", "MMD", domain + matern, ""}}, {1e-7}, 100);
}

// Data whose powers overflow though the solution is a plain number.
TEST(ClosedForms, ExtremeRatios)
{
  const Flow flow =
      make_flow("power", "Fisher-Rao",
                "energy/exponent = -20; initial state/formula = 10^(20*x); target/formula = 10^(-20*x)");
  const auto form = find_closed_form(flow);
  for (const double t : {0., 1e-9, 1., 50., 1000., 5000.}) {
    const Vector u = form->state(t);
    for (std::size_t i = 0; i < size(u); ++i) {
      const double low = std::min(data(flow.initial_state())[i], data(flow.target())[i]),
                   high = std::max(data(flow.initial_state())[i], data(flow.target())[i]);
      EXPECT_GE(data(u)[i], low * (1 - 1e-12)) << t;
      EXPECT_LE(data(u)[i], high * (1 + 1e-12)) << t;
    }
  }
  EXPECT_LT(distance(form->state(5000), flow.target()), 1e-12);
}
