// SPDX-License-Identifier: LGPL-2.1-or-later
// The implicit stages: the Newton matrix is the derivative, iteration counts do not grow with refinement.
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/time/stages/collocation_step.h>

#include "tests/flows/flow_checks.h"
#include "tests/flows/stage_checks.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const std::string square = "domain/dimension = 2; domain/degree = 2; ";
const std::string disk =
    "domain/dimension = 2; domain/degree = 3; domain/shape = mesh; domain/mesh generator = disk; ";
}  // namespace

// A term of the Newton matrix that is lost or has the wrong sign: J y against differences of K(u) DF(u), of
// second order in the increment.
TEST(DiffusiveStages, TheNewtonMatrixIsTheDerivative)
{
  for (const StageCase &c : stage_cases())
    for (const std::string &domain : {square + "domain/cells = 4", disk + "domain/mesh refinements = 0"}) {
      SCOPED_TRACE(c.name + " " + domain);
      const Flow flow = flow_of(c.settings + "; " + domain);
      const Vector &u = flow.initial_state();
      const auto K_DF = [&](const Vector &at) {
        Vector xi = at, v = at;
        flow.energy().first_variation(at, xi);
        flow.geometry().onsager_apply(at, xi, v);
        return v;
      };
      Vector xi = u, y = u, Jy = u;
      flow.energy().first_variation(u, xi);
      for (std::size_t i = 0; i < size(y); ++i)
        data(y)[i] *= 0.5 * std::sin(3 * flow.space().nodes()[i][0] + 2 * flow.space().nodes()[i][1]);
      LinearizedFlow linearized(flow);
      linearized.reset(u, xi);
      linearized.apply(y, Jy);
      {  // what Newton's method applies to fields: the same, from what one evaluation of the energy gave
        Vector force = u, local = u, step = u;
        flow.energy().variations(u, force, local, [](std::size_t, std::size_t) {});
        LinearizedFlow with_local(flow);
        with_local.reset(u, force, &local);
        with_local.apply_step(0.1, y, step);
        step -= y;
        step.add(-0.1, Jy);
        EXPECT_LT(flow.space().norm(step), 1e-12 * (flow.space().norm(Jy) + flow.space().norm(y)));
      }
      std::vector<double> errors;
      for (const double h : {0.02, 0.01}) {
        Vector high = u, low = u;
        high.add(h, y);
        low.add(-h, y);
        Vector difference = K_DF(high);
        difference -= K_DF(low);
        difference /= 2 * h;
        difference -= Jy;
        errors.push_back(flow.space().norm(difference) / flow.space().norm(Jy));
      }
      EXPECT_LT(errors[1], 2e-3);
      EXPECT_TRUE(errors[1] < 1e-10 || errors[0] / errors[1] > 3.8) << errors[0] << " " << errors[1];
      // The assembled matrix is the same where nothing is nonlocal.
      if (c.name == "spherical HK" || c.name == "aggregation-diffusion") continue;
      Vector by_matrix = y;
      as_eigen(by_matrix) = linearized.matrix() * as_eigen(y);
      by_matrix -= Jy;
      EXPECT_LT(flow.space().norm(by_matrix), 1e-10 * flow.space().norm(Jy));
    }
}

// A preconditioner that misses the leading part: counts grow with refinement.
TEST(DiffusiveStages, IterationCountsDoNotGrowWithRefinement)
{
  for (const StageCase &c : stage_cases()) {
    std::vector<SolvedStage> stages;
    for (const unsigned cells : {8u, 16u, 32u}) {
      if (c.name == "aggregation-diffusion" && cells > 16) continue;
      const Flow flow = flow_of(c.settings + "; " + square + "domain/cells = " + std::to_string(cells));
      stages.push_back(solve_stage(flow, c.step));
      EXPECT_TRUE(stages.back().solved) << c.name << ", " << cells;
    }
    std::cout << "  " << c.name << ": iterations per solve";
    for (const SolvedStage &s : stages) std::cout << " " << s.per_solve;
    std::cout << ", solves " << stages.back().solves << ", " << stages.back().milliseconds << " ms\n";
    EXPECT_LT(stages.back().per_solve, 1.3 * stages[0].per_solve + 1) << c.name;
    EXPECT_LT(stages.back().per_solve, c.iterations) << c.name;
  }
}

// General meshes: direct factors.
TEST(DiffusiveStages, OnMeshes)
{
  for (const StageCase &c : stage_cases()) {
    if (c.name == "aggregation-diffusion") continue;
    const Flow flow = flow_of(c.settings + "; " + disk + "domain/mesh refinements = 2");
    const Trajectory trajectory = evolve(flow, options_for(5 * c.step, 1e-4, "auto", 2));
    EXPECT_TRUE(keeps_promises(flow, trajectory, 1e-3)) << c.name;
  }
}

// Ten cells of degree 4 for densities down to 1e-20, e^15 apart within a cell: Newton's method in log u and
// an error in log u held everywhere took thousands of steps for the tails, which have no mass.
TEST(DiffusiveStages, CoarseTailsDoNotStall)
{
  const std::string gaussians =
      "energy/name = KL; geometry/name = Wasserstein; target/kind = Gaussian; target/mean = 0; "
      "target/deviation = 1; initial state/kind = Gaussian; initial state/mean = 0.5; initial "
      "state/deviation = 0.8; domain/lower = -7; domain/upper = 7; domain/cells = ";
  const auto steps_on = [&](const std::string &cells) {
    const Flow flow = flow_of(gaussians + cells);
    const Trajectory trajectory = evolve(flow, options_for(1, 1e-4, "kvaerno5", 1));
    unsigned steps = 0;
    for (const LedgerRow &row : trajectory.ledger) steps += row.steps + row.rejected;
    std::cout << "  " << cells << " cells: " << steps << " steps\n";
    EXPECT_NEAR(trajectory.ledger.back().mass, trajectory.ledger.front().mass, 1e-9);
    return steps;
  };
  EXPECT_LT(steps_on("20"), 100u);
  // Within the cells of the tails log rho is not resolved at all: it may end, but soon, and saying so.
  try {
    EXPECT_LT(steps_on("10"), 2000u);
  } catch (const NumericalFailure &failure) {
    std::cout << "  10 cells: " << failure.what() << "\n";
  }
}

// Cells of degree 4 within which log u falls by twenty at the corners: nothing told the parallel rows of the
// low ends apart, linear solves ended anywhere, and the run in thousands of iterations without a step.
TEST(DiffusiveStages, UnresolvedCornersDoNotStopARun)
{
  const Flow flow = flow_of(
      "energy/name = KL; geometry/name = Wasserstein; domain/dimension = 2; domain/lower = -5; domain/upper "
      "= "
      "5; domain/cells = 12; domain/degree = 4; target/kind = Gaussian; target/mean = 0; target/deviation = "
      "1; initial state/kind = Gaussian; initial state/mean = 1, 0.5; initial state/deviation = 0.7");
  Vector largest;
  EXPECT_TRUE(flow.space().gradients().cell_maxima(flow.initial_state(), largest));
  for (const double tolerance : {1e-2, 1e-3}) {
    const Trajectory trajectory = evolve(flow, options_for(1, tolerance, "kvaerno5", 1));
    const LedgerRow &row = trajectory.ledger.back();
    const Vector exact = find_closed_form(flow)->state(1);
    const double error = l1(flow.space(), trajectory.states.back(), exact);
    std::cout << "  " << row.steps << " steps, " << row.rejected << " rejected, error " << error << "\n";
    EXPECT_LT(row.steps + row.rejected, 80u);
    EXPECT_LT(error, 1e-4);
    EXPECT_TRUE(keeps_promises(flow, trajectory, tolerance));
  }
}

namespace
{
/// A Gaussian of deviation 1/2 beside the centre of [-4, 4], towards the standard one.
std::string beside_the_centre(unsigned cells)
{
  return "energy/name = KL; geometry/name = Wasserstein; domain/lower = -4; domain/upper = 4; domain/degree "
         "= 4; "
         "domain/cells = " +
         std::to_string(cells) +
         "; target/kind = formula; target/formula = exp(-x^2/2); target/mass = 1; initial state/kind = "
         "formula; "
         "initial state/formula = exp(-2*(x - 1)^2); initial state/mass = 1";
}
}  // namespace

// Cells too long for the tails: what stops the run says so, and what helps; what it says does help.
TEST(DiffusiveStages, WhatCellsDoNotResolveIsSaid)
{
  const Flow coarse = flow_of(beside_the_centre(8));
  try {
    evolve(coarse, options_for(0.2, 1e-8, "kvaerno5", 1));
    ADD_FAILURE() << "cells within which the density falls by e^18 were taken";
  } catch (const NumericalFailure &failure) {
    const std::string message = failure.what();
    EXPECT_NE(message.find("falls by a factor of e^18"), std::string::npos) << message;
    EXPECT_NE(message.find("2 times shorter (domain/cells)"), std::string::npos) << message;
  }
  const Flow finer = flow_of(beside_the_centre(16));
  EXPECT_NO_THROW(evolve(finer, options_for(0.2, 1e-8, "kvaerno5", 1)));
}

// The bound of mobilities is part of K: its derivative is that of the bounded one, its rates have no mass,
// and R* is not negative.
TEST(DiffusiveStages, ABoundedMobilityIsDifferentiated)
{
  const Flow flow = flow_of(
      "energy/name = KL; geometry/name = Wasserstein; domain/lower = -4; domain/upper = 4; domain/cells = 4; "
      "domain/degree = 4; target/kind = Gaussian; target/mean = 0; target/deviation = 1; initial state/kind "
      "= "
      "Gaussian; initial state/mean = 0; initial state/deviation = 0.5");
  const Vector &u = flow.initial_state();
  const Vector bounded = flow.geometry().coefficients(u)->mobility;
  unsigned raised = 0;
  for (std::size_t i = 0; i < size(u); ++i) raised += data(bounded)[i] > data(u)[i] ? 1 : 0;
  EXPECT_GE(raised, 2u);
  const Vector xi = flow.space().sample([](const Point &x) { return std::sin(x[0]) + x[0] * x[0]; });
  Vector y = u, derivative = u, high = u, low = u, up = u, down = u;
  for (std::size_t i = 0; i < size(u); ++i) data(y)[i] *= std::cos(double(i));
  // of the high ends the bound moves with 1e-7 of them, which the derivative neglects
  flow.geometry().onsager_derivative(u, y, xi, derivative);
  high.add(1e-4, y);
  low.add(-1e-4, y);
  flow.geometry().onsager_apply(high, xi, up);
  flow.geometry().onsager_apply(low, xi, down);
  EXPECT_LT(std::abs(flow.space().integrate(up)), 1e-14);
  EXPECT_GT(flow.space().inner(up, xi), 0);
  up -= down;
  up /= 2e-4;
  up -= derivative;
  EXPECT_LT(flow.space().norm(up), 1e-6 * flow.space().norm(derivative));
}

// The spectral inverse of one step serves the next one where the symbol is the same but for a fiftieth at
// every mode. Catches an inverse that is kept where stiff modes, or the constant, are another matter.
TEST(DiffusiveStages, SpectralInversesThatAreAlike)
{
  const double h = 1e-3, largest = 1e6;
  const LeadingSymbol symbol{1e-2, 1, 0.1, 50};
  const auto as = [&](double m, double r, double kappa, double f, double step) {
    return alike(step, LeadingSymbol{m, r, kappa, f}, h, symbol, largest);
  };
  EXPECT_TRUE(as(1e-2, 1, 0.1, 50, h));
  EXPECT_TRUE(as(1e-2, 1, 0.1, 51, h));      // 1.05 and 1.051 at the constant
  EXPECT_FALSE(as(1e-2, 1, 0.1, 80, h));     // 1.05 and 1.08
  EXPECT_FALSE(as(1.03e-2, 1, 0.1, 50, h));  // large modes
  EXPECT_FALSE(as(1e-2, 1, 0.103, 50, h));
  EXPECT_FALSE(as(1e-2, 1, 0.1, 50, 1.03 * h));
  EXPECT_FALSE(as(1e-2, 1, 0.1, std::nan(""), h));
  // Middle modes alone, where large ones and the constant agree: 1 + h m kappa L^2 + h (m f + r kappa) L.
  EXPECT_FALSE(alike(h, LeadingSymbol{1, 0, 1e-4, 50}, h, LeadingSymbol{1, 0, 1e-4, 60}, largest));
}

// A step of an energy-preserving method is taken whole and in halves, for the estimate of its error: factors
// of both are kept. Must fail: of one length alone, every step would need two factorizations.
TEST(CollocationSteps, FactorsOfStepsAndOfTheirHalvesAreKept)
{
  const Flow flow = flow_of(stage_cases().front().settings + "; " + disk + "solver/preconditioner = factors");
  CollocationStep method(flow, 2, 1e-10, 1000);
  CollocationStep::Dissipated dissipated;
  Vector u = flow.initial_state(), next = u, whole = u;
  const double h = 1e-3;
  const unsigned steps = 10;
  for (unsigned k = 0; k < steps; ++k) {
    ASSERT_TRUE(method.solve(u, h, whole, dissipated));
    for (unsigned half = 0; half < 2; ++half) {
      ASSERT_TRUE(method.solve(u, h / 2, next, dissipated));
      u = next;
    }
  }
  EXPECT_GE(method.preconditioner().factorizations(), 2u);
  EXPECT_LE(method.preconditioner().factorizations(), 6u);
  whole -= u;  // and they are those of the same flow
  EXPECT_LT(whole.linfty_norm(), 1e-6 * u.linfty_norm());
}
