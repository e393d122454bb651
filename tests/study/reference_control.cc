// SPDX-License-Identifier: LGPL-2.1-or-later
// What a reference refines, and how loose requests compare with tight ones.
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
struct Round {
  unsigned degree = 0, level = 0, nodes = 0;
  double tolerance = 0, space = 0, in_time = 0;
};

struct Rounds {
  CertifiedEvolution run;
  std::vector<Round> all;
};

Rounds certified(const Parameters &parameters, double tolerance)
{
  std::vector<Round> rounds;
  CertificationMonitor monitor;
  monitor.log = [&](const std::string &line) {
    Round r;
    if (std::sscanf(
            line.c_str(),
            "degree %u, level %u, %u nodes, time tolerance %lf: relative error %lf (space), %lf (time)",
            &r.degree, &r.level, &r.nodes, &r.tolerance, &r.space, &r.in_time) == 6)
      rounds.push_back(r);
  };
  CertifiedEvolution run = certified_evolution(parameters, tolerance, monitor);
  return {run, rounds};
}

/// Spinodal decomposition, which multiplies early errors.
Parameters spinodal()
{
  return flow_parameters("Ginzburg-Landau", "H-1",
                         "energy/kappa = 0.01; energy/f = 0.25*(u^2-1)^2; initial state/formula = "
                         "0.05*cos(2*pi*x)+0.02*cos(5*pi*x); time/end = 0.4; time/outputs = 2");
}

/// The free energy and the mobility of PFHub's first benchmark, on a line.
Parameters separating()
{
  Parameters p = box_parameters(1, 20, 4);
  p.assign_all(
      "domain/upper = 200; energy/name = Ginzburg-Landau; energy/kappa = 2; energy/f = "
      "5*(u-0.3)^2*(0.7-u)^2; "
      "geometry/name = H-1; initial state/formula = "
      "0.5+0.01*(cos(0.105*x)+cos(0.13*x)^2+cos(0.125*x)*cos(0.07*x)); "
      "time/end = 200; time/outputs = 4",
      "test");
  return p;
}
}  // namespace

// Companions that are too loose to tell anything: then a request for few digits takes longer than one for
// more.
TEST(ReferenceControl, ALooseRequestIsNoWorseThanATightOne)
{
  for (const Parameters &p :
       {spinodal(), separating(), flow_parameters("KL", "Wasserstein", "time/end = 0.1; time/outputs = 2")}) {
    const Rounds loose = certified(p, 3e-2), middle = certified(p, 1e-2), tight = certified(p, 1e-3);
    for (const Rounds *rounds : {&loose, &middle, &tight}) EXPECT_TRUE(rounds->run.reached);
    EXPECT_LE(loose.run.cost.nodes, middle.run.cost.nodes);
    EXPECT_LE(middle.run.cost.nodes, tight.run.cost.nodes);
    EXPECT_LE(loose.run.cost.steps, middle.run.cost.steps);
    EXPECT_LE(middle.run.cost.steps, tight.run.cost.steps);
    EXPECT_LE(loose.all.front().tolerance, 1e-4);
  }
}

// A mesh that is refined to 590,000 nodes although it serves, while it is time that misses.
TEST(ReferenceControl, PartsToRefine)
{
  const auto parts = [](double space, double in_time) {
    const PartsToRefine p = parts_to_refine(space, in_time, 1e-2);
    return std::string(p.space ? "space " : "") + (p.time ? "time" : "");
  };
  EXPECT_EQ(parts(0.0077, 0.068), "time");
  EXPECT_EQ(parts(0.068, 0.0077), "space ");
  EXPECT_EQ(parts(0.02, 0.068), "space time");
  EXPECT_EQ(parts(0.0077, 0.0077), "space time");
  EXPECT_EQ(parts(0.004, 0.009), "time");
  EXPECT_EQ(parts(0.004, 0.004), "");
  EXPECT_EQ(parts(std::numeric_limits<double>::infinity(), 0.004), "space ");
}

// The same in the rounds of a reference.
TEST(ReferenceControl, RefinesThePartThatMisses)
{
  unsigned looked_at = 0;
  for (const double tolerance : {1e-2, 1e-3, 1e-5}) {
    const Rounds rounds = certified(separating(), tolerance);
    for (std::size_t k = 0; k + 1 < rounds.all.size(); ++k) {
      const Round &now = rounds.all[k], &next = rounds.all[k + 1];
      if (now.space <= tolerance && now.space < now.in_time) {
        EXPECT_EQ(now.level, next.level);
        EXPECT_EQ(now.degree, next.degree);
        EXPECT_LT(next.tolerance, now.tolerance);
        ++looked_at;
      }
      if (now.in_time <= tolerance && now.in_time < now.space) {
        EXPECT_EQ(now.tolerance, next.tolerance);
        EXPECT_TRUE(next.level > now.level || next.degree > now.degree);
        ++looked_at;
      }
    }
  }
  EXPECT_GT(looked_at, 0u);
}

// An error of the solvers that is the same in the evolution and in all of its companions, and in no error
// bar.
TEST(ReferenceControl, ErrorsOfSolversAreInTheBars)
{
  for (const std::string solver : {"auto", "1e-9"})
    for (const double tolerance : {1e-3, 1e-5}) {
      const CertifiedEvolution run = certified_evolution(
          flow_parameters("L2-distance", "L2", "time/tolerance = 1e-8; solver/tolerance = " + solver),
          tolerance);
      EXPECT_TRUE(run.reached);
      EXPECT_LE(run.parameters.number("time", "tolerance"), 0.1 * tolerance);
      if (solver != "auto")
        EXPECT_NEAR(run.parameters.number("solver", "tolerance"),
                    0.1 * run.parameters.number("time", "tolerance"),
                    1e-3 * run.parameters.number("solver", "tolerance"));
      const Flow flow = Flow::build(run.parameters, run.evolution().space);
      for (const NormError &error : run.errors) {
        const auto &times = run.evolution().times;
        const std::size_t n = std::size_t(std::find(times.begin(), times.end(), error.time) - times.begin());
        Vector exact = flow.initial_state();
        exact -= flow.target();
        exact *= std::exp(-error.time);
        exact += flow.target();
        exact -= run.evolution().states[n];
        if (error.norm == "Linf") EXPECT_LE(exact.linfty_norm(), error.bar()) << solver << " " << error.time;
        if (error.norm == "L2")
          EXPECT_LE(flow.space().norm(exact), error.bar()) << solver << " " << error.time;
      }
    }
}

// States that are stored and not counted.
TEST(ReferenceControl, MemoryCountsTheStatesOfAllEvolutions)
{
  const auto nodes = [](unsigned level) { return std::size_t(1000) << level; };
  Parameters p;
  p.set("time", "outputs", "99");
  // 100 states of 8 bytes: on 8000 nodes three times, on 4000, 2000 and 1000 once
  EXPECT_NEAR(memory_of_round(p, 50, 3, nodes) * 0x1p20, 800. * (3 * 8000 + 7000) + 50. * 8000, 1);
  // both flows twice on 8000 nodes, once on 4000 and 2000
  EXPECT_NEAR(memory_of_point(100, 3, nodes) * 0x1p20, 2 * 800. * (2 * 8000 + 6000) + 2000. * 8000, 1);
  const Parameters many = flow_parameters("KL", "Fisher-Rao", "time/outputs = 99999; memory/limit = 10");
  const auto evolution = make_evolution(many, make_space(many));
  EXPECT_NEAR(memory_of_run(*evolution), 33 * (1e5 * 8 + evolution->work_per_node()) / 0x1p20, 1e-9);
  EXPECT_THROW(check_memory_of_run(*evolution), InputError);
  const Parameters few = flow_parameters("KL", "Fisher-Rao", "time/outputs = 99; memory/limit = 10");
  EXPECT_NO_THROW(check_memory_of_run(*make_evolution(few, make_space(few))));
}

// A jump between the nodes of every mesh: each level halves the error, and 10^-6 of it is out of reach. That
// is said, with what would help, long before the time is over; what was reached has bars that cover the
// closed form. Must not: a tolerance that few levels reach.
TEST(ReferenceControl, JumpsOutOfReachEndEarly)
{
  const auto from_jump = [](double tolerance) {
    Parameters p;
    p.assign_all(
        "domain/cells = 4; domain/degree = 2; energy/name = Dirichlet; geometry/name = L2; initial "
        "state/formula = if(x < 0.41372, 2, 1); time/end = 0.05; time/outputs = 0.02, 0.05; "
        "reference/norms = L1; reference/seconds = 3600",
        "test");
    return certified_evolution(p, tolerance);
  };
  const CertifiedEvolution run = from_jump(1e-7);
  EXPECT_FALSE(run.reached);
  EXPECT_NE(run.reason.find("jump"), std::string::npos) << run.reason;
  EXPECT_NE(run.reason.find("would help"), std::string::npos) << run.reason;
  EXPECT_LT(run.cost.total_seconds, 360);
  const Space &space = *run.evolution().space;
  for (const NormError &error : run.errors) {
    const std::size_t n = error.time < 0.03 ? 1 : 2;
    const double a = 0.41372;
    double found = 0;
    for (std::size_t i = 0; i < space.n_nodes(); ++i) {
      double u = 1 + a;
      for (int k = 1; k < 100; ++k)
        u += 2 * std::sin(k * M_PI * a) / (k * M_PI) * std::exp(-k * k * M_PI * M_PI * error.time) *
             std::cos(k * M_PI * space.nodes()[i][0]);
      found += data(space.weights())[i] * std::abs(data(run.evolution().states[n])[i] - u);
    }
    EXPECT_LE(found, error.bar()) << error.time;
  }
  EXPECT_TRUE(from_jump(3e-2).reached);
}
