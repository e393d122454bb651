// SPDX-License-Identifier: LGPL-2.1-or-later
// References of flows whose initial state jumps, has kinks, or varies between the nodes of all meshes.
#include <gammaflow/densities/density.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/coverage/coverage.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/sampled_data.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <string>

using namespace gammaflow;

namespace
{
using Series = std::function<double(double x, double t)>;

/// The heat equation without flux from 1 + (1 where x < a).
Series from_jump(double a)
{
  return [a](double x, double t) {
    double u = 1 + a;
    for (int k = 1; k < 200; ++k)
      u += 2 * std::sin(k * M_PI * a) / (k * M_PI) * std::exp(-k * k * M_PI * M_PI * t) *
           std::cos(k * M_PI * x);
    return u;
  };
}
/// From 1 + |x - a|.
Series from_kink(double a)
{
  return [a](double x, double t) {
    double u = 1 + (a * a + (1 - a) * (1 - a)) / 2;
    for (int k = 1; k < 200; ++k) {
      const double sign = k % 2 == 0 ? 1 : -1;
      u += 2 * (sign + 1 - 2 * std::cos(k * M_PI * a)) / (k * k * M_PI * M_PI) *
           std::exp(-k * k * M_PI * M_PI * t) * std::cos(k * M_PI * x);
    }
    return u;
  };
}

CertifiedEvolution reference_of(const std::string &settings, double tolerance)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 4; domain/degree = 4; time/end = 0.05; time/outputs = 0.01, 0.05; reference/seconds = "
      "30; " +
          settings,
      "test");
  return certified_evolution(p, tolerance);
}

struct Count {
  unsigned all = 0, covered = 0;
};

/// Holds the bars against the nodal differences.
void count(const CertifiedEvolution &run, const Series &exact, Count &count)
{
  const Trajectory &evolution = run.evolution();
  const Space &space = *evolution.space;
  for (const NormError &error : run.errors) {
    std::size_t n = 0;
    while (evolution.times[n] != error.time) ++n;
    double l1 = 0, l2 = 0, linf = 0;
    for (std::size_t i = 0; i < space.n_nodes(); ++i) {
      const double e = std::abs(data(evolution.states[n])[i] - exact(space.nodes()[i][0], error.time));
      l1 += data(space.weights())[i] * e;
      l2 += data(space.weights())[i] * e * e;
      linf = std::max(linf, e);
    }
    const double found = error.norm == "L1" ? l1 : error.norm == "L2" ? std::sqrt(l2) : linf;
    ++count.all;
    count.covered += found <= error.bar() ? 1 : 0;
    if (!(found <= error.bar()))
      std::cout << "  not covered: " << error.norm << " at t = " << error.time << ", error " << found
                << ", bar " << error.bar() << " (" << error.space.value << " from space)\n";
  }
}

const std::string heat = "energy/name = Dirichlet; geometry/name = L2; ",
                  fokker_planck = "energy/name = KL; target/formula = 1; geometry/name = Wasserstein; ";
}  // namespace

// How much of a jump or a kink a mesh misses is an accident: bars that take two meshes which agree for fast
// convergence were too small in every second case.
TEST(RoughData, JumpsAndKinksAreCovered)
{
  Count jumps, kinks;
  for (const char *a : {"0.575057", "0.738328", "0.335124", "0.203159"}) {
    const std::string jump = std::string("initial state/formula = 1 + if(x < ") + a + ", 1, 0); ";
    count(reference_of(heat + jump, 1e-2), from_jump(std::stod(a)), jumps);
    count(reference_of(fokker_planck + jump, 2e-2), from_jump(std::stod(a)), jumps);
    count(reference_of(heat + "initial state/formula = 1 + abs(x - " + a + ")", 1e-4),
          from_kink(std::stod(a)), kinks);
  }
  std::cout << "  jumps " << jumps.covered << " of " << jumps.all << ", kinks " << kinks.covered << " of "
            << kinks.all << "\n";
  EXPECT_GE(jumps.covered, 0.95 * jumps.all);
  EXPECT_GE(kinks.covered, 0.95 * kinks.all);
}

// Nested meshes all see 1.5 at every node, of initial state or target. Must fail: a bar that knows of their
// differences alone is zero.
TEST(RoughData, WhatLiesBetweenAllNodesIsSeen)
{
  const std::string other[] = {"target/formula = 1; ", "initial state/formula = 1; "},
                    spikes[] = {"initial state", "target"};
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/samples.csv";
  {
    std::ofstream out(file);  // 5, 1, 5, 1, ... in the bins: between two of them, at all nodes, the mean
    for (unsigned i = 0; i < 64; ++i)
      for (unsigned j = 0; j < (i % 2 == 0 ? 5 : 1); ++j) out << (i + 0.5) / 64 << "\n";
  }
  for (unsigned k = 0; k < 2; ++k) {
    CertifiedEvolution run;
    run.parameters.assign_all(
        "domain/cells = 4; domain/degree = 2; domain/boundary = periodic; geometry/name = Fisher-Rao; "
        "energy/name = "
        "KL; time/end = 1; " +
            other[k] + spikes[k] + "/kind = samples; " + spikes[k] + "/estimator = histogram; " + spikes[k] +
            "/bins = 64; " + spikes[k] + "/file = " + file,
        "test");
    for (const unsigned level : {2u, 1u, 0u}) {
      Trajectory constant;
      constant.space = make_space(run.parameters, level);
      constant.times = {0, 1};
      constant.states.assign(2, make_density(run.parameters, "initial state", *constant.space, true));
      run.levels.push_back(std::make_shared<const Trajectory>(constant));
    }
    run.tolerances.assign(3, run.levels.front());
    const SampledData data = sampled_data(run);
    const SampledDensity &spike = k == 0 ? data.initial : data.target;
    EXPECT_GT(spike.unseen(), 0.04);
    EXPECT_LT(spike.seen, 0.1 * spike.unseen());
    EXPECT_EQ(data.unseen(), spike.unseen());
    EXPECT_GT(norm_errors(run, {"L1"}).front().bar(), 0.04);
  }
}

// A cusp between the nodes of all meshes, in the maximum norm. Must fail: the contraction of a kink (1/4 a
// level) gives bars that are half of the error.
TEST(RoughData, CuspsAreCoveredInTheMaximum)
{
  struct Case {
    std::string other, own, tolerance;
  };
  for (const auto &[other, own, tolerance] :
       {Case{"initial state", "target", "0.03"}, Case{"target", "initial state", "0.1"},
        Case{"initial state", "target", "0.3"}}) {
    const CertifiedEvolution run = reference_of(
        "domain/cells = 8; domain/degree = 2; time/end = 1; time/outputs = 2; energy/name = KL; "
        "geometry/name = Fisher-Rao; reference/norms = Linf; " +
            other + "/formula = 1; " + own + "/formula = 1 + sqrt(abs(x - 0.3137))",
        std::stod(tolerance));
    const std::vector<double> errors = true_errors(run, 4);
    for (std::size_t i = 0; i < errors.size(); ++i) {
      EXPECT_LE(errors[i], run.errors[i].relative()) << own << " at t = " << run.errors[i].time;
      EXPECT_LE(run.errors[i].relative(), 30 * errors[i]) << own << " at t = " << run.errors[i].time;
    }
  }
}

// Smooth data are not taken for rough, a state that passes through zero has a bar relative to what it was,
// and one that is zero all the time is exact.
TEST(RoughData, SmoothAndVanishingStates)
{
  const CertifiedEvolution smooth = reference_of(heat + "initial state/formula = cos(pi*x)", 1e-5);
  EXPECT_TRUE(smooth.reached);
  EXPECT_EQ(sampled_data(smooth).contraction(smooth.degree()), 0);
  EXPECT_EQ(sampled_data(smooth).unseen(), 0);
  const CertifiedEvolution passing = reference_of(
      heat +
          "initial state/formula = cos(pi*x); time/end = 0.5; time/outputs = 2; source/formula = "
          "cos(pi*x)*(pi^2*cos(2*pi*t) - 2*pi*sin(2*pi*t))",
      1e-5);  // cos(pi x) cos(2 pi t)
  EXPECT_TRUE(passing.reached) << passing.reason;
  for (const NormError &error : passing.errors) {
    EXPECT_GT(error.scale, 0.4);  // though the state is zero at t = 0.25
    EXPECT_LE(error.relative(), 1e-5);
  }
  const Trajectory &evolution = passing.evolution();
  for (std::size_t i = 0; i < evolution.space->n_nodes(); ++i) {
    const double x = evolution.space->nodes()[i][0];
    EXPECT_NEAR(data(evolution.states[1])[i], 0, 1e-5);
    EXPECT_NEAR(data(evolution.states[2])[i], -std::cos(M_PI * x), 1e-5);
  }
  const CertifiedEvolution zero = reference_of(heat + "initial state/formula = 0", 1e-5);
  EXPECT_TRUE(zero.reached);
}

// The energy of a jump is infinite, and each mesh has another one; the energies and values of later times
// have bars of their own. Must fail: one bar for all times is infinite, or larger than the largest energy.
TEST(RoughData, QuantitiesOfLaterTimesDoNotRememberTheJump)
{
  unsigned all = 0, covered = 0;
  for (const char *a : {"0.575057", "0.335124", "0.203159"}) {
    const CertifiedEvolution run = reference_of(heat + "initial state/formula = 1 + if(x < " + a +
                                                    ", 1, 0); observables/quantities = energy | u(0.3)",
                                                1e-2);
    std::vector<std::vector<double>> found;
    const auto bars = quantity_errors(run, [&](const Trajectory &trajectory, double) {
      const auto rows =
          observed(observables_of(*make_evolution(run.parameters, trajectory.space)), trajectory);
      std::vector<std::vector<double>> table(2);
      for (const auto &row : rows)
        for (std::size_t q = 0; q < 2; ++q) table[q].push_back(row[q]);
      if (&trajectory == &run.evolution()) found = table;
      return table;
    });
    const double jump = std::stod(a);
    for (std::size_t n = 1; n < run.evolution().times.size(); ++n) {
      const double t = run.evolution().times[n];
      double energy = 0;
      for (int k = 1; k < 200; ++k)
        energy += std::pow(std::sin(k * M_PI * jump) * std::exp(-k * k * M_PI * M_PI * t), 2);
      const double errors[] = {std::abs(found[0][n] - energy),
                               std::abs(found[1][n] - from_jump(jump)(0.3, t))};
      for (std::size_t q = 0; q < 2; ++q) {
        ++all;
        covered += errors[q] <= bars[q][n].value ? 1 : 0;
      }
      EXPECT_LT(bars[0][n].value, 0.2 * energy);
    }
    EXPECT_GT(bars[0][0].value, found[0][0]);
  }
  std::cout << "  " << covered << " of " << all << "\n";
  EXPECT_GE(covered, 0.9 * all);
}
