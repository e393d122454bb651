// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>

#include "tests/support/same_bits.h"
#include "tests/time/interruption.h"
#include <filesystem>
#include <fstream>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Case {
  std::string energy, geometry, settings;
};

const std::string matern = "kernel/name = intrinsic Matern; kernel/bandwidth = 0.2; ";
const std::string ridge = "geometry/ridge = 0.01; ";

const std::vector<Case> bounded = {{"KL", "Fisher-Rao", ""},
                                   {"chi2", "spherical Fisher-Rao", ""},
                                   {"inclusive-KL", "power-mobility Fisher-Rao", ""},
                                   {"KL", "Stein Fisher-Rao", matern},
                                   {"inclusive-KL", "KRR Fisher-Rao", matern + ridge},
                                   {"KL", "spherical KRR Fisher-Rao", matern + ridge},
                                   {"power", "normalized Fisher-Rao", matern},
                                   {"MMD", "Fisher-Rao", matern},
                                   {"L2-distance", "kernel L2", matern}};

const std::vector<Case> given_by_metric = {{"KL", "L2", ""},
                                           {"inclusive-KL", "MMD", matern},
                                           {"KL", "spherical MMD", matern},
                                           {"chi2", "MMD", matern},
                                           {"L2-distance", "spherical MMD", matern},
                                           {"KL", "ridge MMD", matern + ridge},
                                           {"MMD", "ridge MMD", matern + ridge}};

std::string label(const Case &c)
{
  return c.energy + " in " + c.geometry;
}
}  // namespace

// A wrong sign, R that is not the Legendre dual of R*, quadratures with fewer digits than the state: then the
// balance of energy and dissipation does not close at the order of the method.
TEST(Evolve, BalanceClosesWithTheToleranceWhereTheRateIsBounded)
{
  for (const auto &c : bounded) {
    const Flow flow = make_flow(c.energy, c.geometry, c.settings);
    for (const std::string integrator : {"dopri5", "fehlberg78"})
      for (const double tolerance : {1e-6, 1e-9}) {
        const double error = balance_error(evolve(flow, options_for(1, tolerance, integrator)));
        EXPECT_LT(error, 30 * tolerance) << label(c) << " " << integrator;
      }
  }
}

TEST(Evolve, BalanceClosesWithTheToleranceWhereTheMetricIsGiven)
{
  for (const auto &c : given_by_metric) {
    const Flow flow = make_flow(c.energy, c.geometry, c.settings);
    for (const double tolerance : {1e-5, 1e-7}) {
      const double error = balance_error(evolve(flow, options_for(0.5, tolerance)));
      EXPECT_LT(error, 100 * tolerance) << label(c);
    }
  }
}

// Stage equations that are solved for the wrong rate: two integrators of different families then differ.
TEST(Evolve, IntegratorsAgree)
{
  for (const auto &c : given_by_metric) {
    const Flow flow = make_flow(c.energy, c.geometry, c.settings);
    const Trajectory a = evolve(flow, options_for(0.5, 1e-8, "sdirk4")),
                     b = evolve(flow, options_for(0.5, 1e-6, "sdirk2"));
    EXPECT_LT(distance(a.states.back(), b.states.back()), 2e-5) << label(c);
    if (c.geometry == "L2" || c.geometry == "ridge MMD") {
      const Trajectory k = evolve(flow, options_for(0.5, 1e-8, "kvaerno5"));
      EXPECT_LT(distance(a.states.back(), k.states.back()), 2e-7) << label(c);
    }
  }
}

// A mass that is only nearly kept, a density that is not positive, a row that does not belong to its time.
TEST(Evolve, LedgerKeepsWhatTheFlowPromises)
{
  for (const auto *list : {&bounded, &given_by_metric})
    for (const auto &c : *list) {
      const Flow flow = make_flow(c.energy, c.geometry, c.settings);
      const Trajectory trajectory = evolve(flow, options_for(0.5, 1e-7));
      ASSERT_EQ(trajectory.states.size(), 5u);
      const double mass = trajectory.ledger[0].mass;
      for (std::size_t i = 0; i < trajectory.ledger.size(); ++i) {
        const LedgerRow &row = trajectory.ledger[i];
        EXPECT_EQ(row.time, 0.125 * double(i));
        EXPECT_NEAR(row.mass, flow.space().integrate(trajectory.states[i]), 1e-15);
        EXPECT_EQ(row.energy, flow.energy().value(trajectory.states[i]));
        if (flow.conserves_mass()) EXPECT_NEAR(row.mass, mass, 1e-13 * mass) << label(c);
        if (flow.positive()) EXPECT_GT(row.minimum, 0) << label(c);
        EXPECT_NEAR(row.primal_rate, row.dual_rate, 1e-6 * row.dual_rate) << label(c);
        if (i > 0) EXPECT_LT(row.energy, trajectory.ledger[i - 1].energy) << label(c);
        if (i > 0) EXPECT_GT(row.steps, 0u);
      }
    }
}

// A flow that is not a gradient flow and is given a balance nevertheless.
TEST(Evolve, NoBalanceWithoutGradientStructure)
{
  const Flow flow = make_flow("KL", "Nadaraya-Watson Fisher-Rao", matern);
  const Trajectory trajectory = evolve(flow, options_for(1, 1e-8));
  EXPECT_FALSE(trajectory.gradient_structure);
  for (const LedgerRow &row : trajectory.ledger) {
    EXPECT_TRUE(std::isnan(row.edb_residual));
    EXPECT_TRUE(std::isnan(row.primal_dissipated));
    EXPECT_TRUE(std::isnan(row.dual_rate));
    EXPECT_TRUE(std::isfinite(row.energy));
  }
}

// A tolerance that does not reach the linear solver of a ridge regression, and a result that is not what it
// claims.
TEST(Evolve, CountsInnerIterations)
{
  const Trajectory trajectory =
      evolve(make_flow("KL", "KRR Fisher-Rao", "kernel/name = Gaussian; kernel/bandwidth = 0.2; " + ridge),
             options_for(1, 1e-6));
  EXPECT_GT(trajectory.ledger.back().solver_iterations, 0u);
}

// A resumed run that is not the run that was interrupted.
TEST(Evolve, ResumesFromACheckpointWithTheSameBits)
{
  const std::string file = std::filesystem::temp_directory_path() / "gammaflow_checkpoint_test.h5";
  for (const Case &c :
       {Case{"KL", "spherical KRR Fisher-Rao", matern + ridge}, Case{"KL", "spherical MMD", matern},
        Case{"KL", "Nadaraya-Watson Fisher-Rao", matern}}) {
    const Flow flow = make_flow(c.energy, c.geometry, c.settings);
    const EvolveOptions plain = options_for(0.5, 1e-6);
    const Trajectory whole = evolve(flow, plain);
    evolve_interrupted(flow, plain, file);
    EXPECT_EQ(read_trajectory(file).times.size(), 3u);
    const auto [resumed, first_seen] = evolve_continued(flow, plain, file);
    EXPECT_GT(first_seen, 0.5) << "started from the beginning";
    EXPECT_FALSE(std::filesystem::exists(file));
    SCOPED_TRACE(label(c));
    expect_the_same_bits(resumed, whole);
  }
}

// A checkpoint of another run, or a damaged one, that is taken for this run's; one of this run that is not,
// because the run now writes elsewhere or more often.
TEST(Evolve, IgnoresForeignAndDamagedCheckpoints)
{
  const std::string file = std::filesystem::temp_directory_path() / "gammaflow_foreign_checkpoint_test.h5";
  const EvolveOptions options = options_for(0.5, 1e-6);
  evolve_interrupted(make_flow("KL", "Fisher-Rao"), options, file);
  EXPECT_LT(evolve_continued(make_flow("chi2", "Fisher-Rao"), options, file).first_seen, 0.5);

  evolve_interrupted(make_flow("KL", "Fisher-Rao"), options, file);
  const auto [resumed, first_seen] = evolve_continued(
      make_flow("KL", "Fisher-Rao", "output/checkpoint seconds = 7; output/directory = elsewhere"), options,
      file);
  EXPECT_GT(first_seen, 0.5);
  expect_the_same_bits(resumed, evolve(make_flow("KL", "Fisher-Rao"), options));

  std::ofstream(file) << "not HDF5";
  EXPECT_LT(evolve_continued(make_flow("KL", "Fisher-Rao"), options, file).first_seen, 0.5);
  EXPECT_FALSE(std::filesystem::exists(file));
}

// A checkpoint of a flow to another target, whose file has the same name.
TEST(Evolve, IgnoresCheckpointsOfOtherData)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/checkpoint.h5", data = scratch.path() + "/t.csv";
  const EvolveOptions options = options_for(0.5, 1e-6);
  const auto flow = [&](const std::string &content) {
    std::ofstream(data) << content;
    return make_flow("KL", "Fisher-Rao", "target/kind = grid; target/file = " + data);
  };
  evolve_interrupted(flow("0,1\n1,2\n"), options, file);
  EXPECT_LT(evolve_continued(flow("0,1\n1,3\n"), options, file).first_seen, 0.5);
  evolve_interrupted(flow("0,1\n1,2\n"), options, file);
  EXPECT_GT(evolve_continued(flow("0,1\n1,2\n"), options, file).first_seen, 0.5);
}

// An integrator that cannot serve and is used all the same.
TEST(Evolve, RefusesIntegratorsThatCannotServe)
{
  const auto refused = [](const Flow &flow, const std::string &integrator, const std::string &allowed) {
    try {
      evolve(flow, options_for(0.1, 1e-6, integrator));
      ADD_FAILURE() << integrator << " was accepted";
    } catch (const InputError &error) {
      EXPECT_NE(std::string(error.what()).find("section 'time', key 'integrator'"), std::string::npos);
      EXPECT_NE(std::string(error.what()).find(allowed), std::string::npos) << error.what();
    }
  };
  refused(make_flow("KL", "Fisher-Rao"), "sdirk4", "fehlberg78");
  refused(make_flow("KL", "MMD", matern), "dopri5", "sdirk4");
  refused(make_flow("KL", "MMD", matern), "kvaerno5", "sdirk4");
  refused(make_flow("KL", "Stein Fisher-Rao", matern), "cpg2", "differential operator");
  refused(make_flow("KL", "Wasserstein", "source/formula = 0.1"), "cpg2", "a flow with a source");
}

// Catches an integrator that takes what the progress callback throws for a failed solve, and tries smaller
// steps for ever: a time limit would not hold. Must-fail twin: without the exception the flow goes through.
TEST(Evolve, WhoWatchesEndsItBeforeAStepDoes)
{
  const Parameters p = flow_parameters("KL", "Wasserstein", "time/outputs = 1; time/tolerance = 1e-4");
  const Flow flow = Flow::build(p, make_space(p));
  EvolveOptions options = evolve_options(p);
  unsigned calls = 0;
  bool ends = true;
  options.progress = [&](double) {
    if (++calls == 2 && ends) throw NumericalFailure("enough");
  };
  try {
    evolve(flow, options);
    FAIL();
  } catch (const NumericalFailure &failure) {
    EXPECT_STREQ(failure.what(), "enough");
  }
  EXPECT_EQ(calls, 2u);
  ends = false;
  EXPECT_NO_THROW(evolve(flow, options));
}
