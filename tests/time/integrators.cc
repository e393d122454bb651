// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/time/integrators/adaptive_integrator.h>

#include <gtest/gtest.h>

#include "scalar_problem.h"
#include <algorithm>
#include <limits>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// All that integrate any problem (steps of collocation are a flow's own).
std::vector<std::string> all_integrators()
{
  std::vector<std::string> names;
  for (const auto &[name, entry] : Registry<OneStepMethod>::entries())
    if (entry.traits.equations != StepEquations::collocation) names.push_back(name);
  return names;
}
const auto ignore = [](const StepReport &) {};

struct Errors {
  double state = 0, integrals = 0;
};

Errors logistic_errors(const std::string &name, const TimeIntegrator::Options &options)
{
  const double starts[] = {0.25, 0.05, 0.6};
  EvolutionState state = start_at(0.25);
  std::copy(starts, starts + 3, state.y.begin());
  make_time_integrator(name, options)->advance(logistic().problem(), state, 2, ignore);
  Errors errors;
  for (int i = 0; i < 3; ++i)
    errors.state = std::max(errors.state, std::abs(data(state.y)[i] - logistic_solution(2, starts[i])));
  for (int k = 0; k < 2; ++k)
    errors.integrals = std::max(errors.integrals, std::abs(state.integrals[k] - logistic_integrals(2)[k]));
  return errors;
}

Errors fixed_step_errors(const std::string &name, unsigned steps)
{
  TimeIntegrator::Options options;
  options.tolerance = 1e30;
  options.initial_step = options.largest_step = 2. / steps;
  return logistic_errors(name, options);
}
}  // namespace

// A wrong coefficient in a table, quadratures that do not use the stages' weights.
TEST(Integrators, FixedStepsConvergeWithTheirOrderInStateAndQuadratures)
{
  for (const auto &name : all_integrators()) {
    const int order = make_time_integrator(name, {})->order();
    const unsigned steps = order == 8 ? 2 : 10;
    const Errors coarse = fixed_step_errors(name, steps), fine = fixed_step_errors(name, 3 * steps);
    EXPECT_NEAR(std::log(coarse.state / fine.state) / std::log(3), order, 0.3) << name << " " << coarse.state;
    EXPECT_GT(std::log(coarse.integrals / fine.integrals) / std::log(3), order - 0.3)
        << name << " " << coarse.integrals;
  }
}

// Step control that does not hold the tolerance, or wastes it.
TEST(Integrators, ErrorFollowsTheTolerance)
{
  for (const auto &name : all_integrators())
    for (double tolerance = 1e-4; tolerance > 1e-11; tolerance /= 100) {
      if (make_time_integrator(name, {})->order() == 2 && tolerance < 1e-7) continue;
      TimeIntegrator::Options options;
      options.tolerance = tolerance;
      const Errors errors = logistic_errors(name, options);
      const double factor = name == "rkc" ? 60 : 30;
      EXPECT_LT(errors.state, factor * tolerance) << name << " " << tolerance;
      EXPECT_LT(errors.integrals, factor * tolerance) << name << " " << tolerance;
    }
}

// A method that is not L-stable where the flow is stiff: y' = -1e8 (y - cos t) - sin t needs few steps.
TEST(Integrators, ImplicitMethodsDoNotFeelStiffness)
{
  const double rate = 1e8;
  const ScalarProblem stiff = {[=](double t, double y) { return -rate * (y - std::cos(t)) - std::sin(t); },
                               [=](double, double) { return -rate; }};
  for (const std::string name : {"sdirk2", "sdirk4", "kvaerno5"}) {
    TimeIntegrator::Options options;
    options.tolerance = name == "sdirk2" ? 1e-5 : 1e-6;  // its order is 1 here
    EvolutionState state = start_at(1);
    unsigned steps = 0;
    make_time_integrator(name, options)->advance(stiff.problem(), state, 2, [&](const StepReport &) {
      ++steps;
    });
    EXPECT_NEAR(data(state.y)[0], std::cos(2), 3e-5) << name;
    EXPECT_LT(steps, name == "sdirk2" ? 1000u : 200u) << name;
  }
}

// Stages that are not stable, a spectral radius that is not found, and steps as short as those of dopri5: the
// evaluations for a rate r grow as its root. Components that decay with rates from 1 to r, over a time of 2.
TEST(Integrators, StabilizedStepsAreNotThoseOfStability)
{
  const auto evaluations = [](const std::string &name, double rate) {
    EvolutionProblem problem;
    problem.rate = [rate](double, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &integrands) {
      for (std::size_t i = 0; i < size(y); ++i)
        data(dy)[i] = -std::pow(rate, double(i) / double(size(y) - 1)) * data(y)[i];
      integrands = {0, 0};
    };
    TimeIntegrator::Options options;
    options.tolerance = 1e-4;
    EvolutionState state = start_at(1, 20);
    unsigned result = 0;
    make_time_integrator(name, options)->advance(problem, state, 2, [&](const StepReport &report) {
      result += report.evaluations;
    });
    EXPECT_NEAR(data(state.y)[0], std::exp(-2), 5e-3) << name;
    EXPECT_NEAR(data(state.y)[19], 0, 1e-3) << name;
    return result;
  };
  const unsigned mild = evaluations("rkc", 1e3), stiff = evaluations("rkc", 1e5),
                 by_dopri5 = evaluations("dopri5", 1e5);
  std::cout << "  evaluations: " << mild << " at a rate of 1e3, " << stiff << " at 1e5; dopri5 " << by_dopri5
            << "\n";
  EXPECT_LT(stiff, 20 * mild);
  EXPECT_LT(10 * stiff, by_dopri5);
}

// An end that is missed by round-off, or reached by a last step that is much smaller than the others.
TEST(Integrators, LandsExactlyAndWithoutSlivers)
{
  for (const auto &name : all_integrators())
    for (const double end : {0.1, 1. / 3, 0.7, 1.234567}) {
      TimeIntegrator::Options options;
      options.tolerance = 1e30;
      options.initial_step = options.largest_step = 0.0999;
      EvolutionState state = start_at(0.25);
      std::vector<double> steps;
      make_time_integrator(name, options)
          ->advance(logistic().problem(), state, end,
                    [&](const StepReport &report) { steps.push_back(report.step); });
      EXPECT_EQ(state.time, end) << name;
      EXPECT_GT(*std::min_element(steps.begin(), steps.end()), 0.0999 / 2.001) << name << " " << end;
    }
  EXPECT_EQ(landing_step(0.1, 1), 0.1);
  EXPECT_EQ(landing_step(0.1, 0.1 * (1 + 1e-14)), 0.1 * (1 + 1e-14));
  EXPECT_EQ(landing_step(0.1, 0.11), 0.055);
}

// A stepper that remembers something between two outputs that is not in the EvolutionState.
TEST(Integrators, ResumesWithTheSameBits)
{
  for (const auto &name : all_integrators()) {
    TimeIntegrator::Options options;
    options.tolerance = 1e-6;
    const auto problem = logistic().problem();
    const auto integrator = make_time_integrator(name, options);
    EvolutionState whole = start_at(0.25);
    integrator->advance(problem, whole, 0.5, ignore);
    EvolutionState resumed = whole;
    integrator->advance(problem, whole, 2, ignore);
    make_time_integrator(name, options)->advance(problem, resumed, 2, ignore);
    EXPECT_EQ(data(whole.y)[0], data(resumed.y)[0]) << name;
    EXPECT_EQ(whole.integrals, resumed.integrals) << name;
    EXPECT_EQ(whole.step, resumed.step) << name;
  }
}

// A non-finite rate that is accepted, a failure that does not say where and why.
TEST(Integrators, NonFiniteRatesAreRetriedSmallerThenReported)
{
  // y' = -1/(2y): y = sqrt(1 - t), which ends at t = 1. Beyond y < 0.1 the rate is not a number.
  const ScalarProblem ends = {[](double, double y) { return y < 0.1 ? std::nan("") : -0.5 / y; },
                              [](double, double y) { return 0.5 / (y * y); }};
  for (const std::string name : {"dopri5", "fehlberg78"}) {
    EvolutionState state = start_at(1);
    const auto integrator = make_time_integrator(name, {});
    integrator->advance(ends.problem(), state, 0.9, ignore);
    EXPECT_NEAR(data(state.y)[0], std::sqrt(0.1), 1e-6) << name;
    try {
      integrator->advance(ends.problem(), state, 2, ignore);
      FAIL() << name << " went through the end of the solution";
    } catch (const NumericalFailure &failure) {
      const std::string message = failure.what();
      EXPECT_NE(message.find("t = 0.99"), std::string::npos) << message;
      EXPECT_NE(message.find("step"), std::string::npos) << message;
      EXPECT_NE(message.find("non-finite rate"), std::string::npos) << message;
    }
  }
}

// A state that breaks an invariant and is nevertheless accepted; a finite-time blow-up that is stepped over.
TEST(Integrators, InadmissibleStatesAndBlowUpAreNotSteppedOver)
{
  for (const auto &name : all_integrators()) {
    auto problem = logistic().problem();
    problem.admissible = [](const Vector &y) { return data(y)[0] < 0.5; };
    EvolutionState state = start_at(0.25);
    try {
      make_time_integrator(name, {})->advance(problem, state, 3, ignore);
      FAIL() << name << " accepted an inadmissible state";
    } catch (const NumericalFailure &failure) {  // y = 1/2 at t = log 3 = 1.0986
      EXPECT_NE(std::string(failure.what()).find("t = 1.0986"), std::string::npos) << failure.what();
      EXPECT_NE(std::string(failure.what()).find("inadmissible"), std::string::npos) << failure.what();
    }
  }
  const ScalarProblem blow_up = {[](double, double y) { return y * y; },
                                 [](double, double y) { return 2 * y; }};
  EvolutionState state = start_at(1);
  EXPECT_THROW(make_time_integrator("dopri5", {})->advance(blow_up.problem(), state, 2, ignore),
               NumericalFailure);
}

// Hours of steps without an end in sight, and runs that are given up though they are only slow.
TEST(Integrators, StepsThatLeadNowhereEndARun)
{
  const auto steps_of = [](double frequency) {
    const ScalarProblem oscillates = {[=](double t, double) { return std::cos(frequency * t); },
                                      [](double, double) { return 0.; }};
    TimeIntegrator::Options options;
    options.smallest_step = 1e-16;
    options.tolerance = 1e-6 / frequency;
    EvolutionState state = start_at(1);
    unsigned steps = 0;
    make_time_integrator("dopri5", options)->advance(oscillates.problem(), state, 1, [&](const StepReport &) {
      ++steps;
    });
    return steps;
  };
  EXPECT_GT(steps_of(1e4), 2000u);
  try {
    steps_of(1e10);
    FAIL() << "all steps were taken";
  } catch (const NumericalFailure &failure) {
    EXPECT_NE(std::string(failure.what()).find("the last 1000 steps covered"), std::string::npos);
  }
}

// A stage that is not solved and is taken as if it were.
TEST(Integrators, UnsolvedStagesAreRetriedSmaller)
{
  for (const std::string name : {"sdirk2", "sdirk4"}) {
    auto problem = logistic().problem();
    const auto solve = problem.solve_stage;
    problem.solve_stage = [&](double t, const Vector &base, double step, Vector &dy,
                              EvolutionProblem::Quadratures &integrands) {
      return step < 0.01 && solve(t, base, step, dy, integrands);
    };
    TimeIntegrator::Options options;
    options.tolerance = 1e30;
    options.initial_step = 1;
    EvolutionState state = start_at(0.25);
    unsigned rejected = 0;
    make_time_integrator(name, options)->advance(problem, state, 1, [&](const StepReport &report) {
      rejected += report.rejected;
      EXPECT_LT(report.step, 0.05);
    });
    EXPECT_GT(rejected, 3u);
    EXPECT_NEAR(data(state.y)[0], logistic_solution(1), 1e-3);
  }
}

TEST(Integrators, UnknownNameListsTheKnownOnes)
{
  try {
    make_time_integrator("rk4", {});
    FAIL();
  } catch (const InputError &error) {
    EXPECT_NE(std::string(error.what()).find("fehlberg78"), std::string::npos);
  }
}
