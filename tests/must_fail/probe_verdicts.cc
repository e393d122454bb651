// SPDX-License-Identifier: LGPL-2.1-or-later
// Wrong judges of claim 4, which the table of its verdicts must not keep.
#include <gammaflow/study/probes/probe_verdict_coverage.h>

#include <gtest/gtest.h>

using namespace gammaflow;

namespace
{
unsigned rows_not_kept(const ProbeJudge &judge)
{
  unsigned n = 0;
  for (const VerdictRow &row : probe_verdict_coverage(200, judge)) n += row.kept(2) ? 0 : 1;
  return n;
}

/// By the last value alone.
ProbeVerdict by_last_value(const std::vector<Gap> &gaps, double, Topology, const std::vector<double> &,
                           const std::string &)
{
  ProbeVerdict verdict;
  const Gap &last = gaps.back();
  verdict.outcome =
      last.upper + 3 * last.delta < 0 ? ProbeVerdict::Outcome::below : ProbeVerdict::Outcome::above;
  return verdict;
}
}  // namespace

// D_e < D at a finite parameter is normal: what refutes by it says false things of slow approaches. What
// never says anything does not find broken bounds.
TEST(ProbeVerdicts, WrongJudgesAreSeen)
{
  EXPECT_EQ(rows_not_kept(judge_probe), 0u);
  EXPECT_GE(rows_not_kept(by_last_value), 4u);
  EXPECT_GE(rows_not_kept([](const std::vector<Gap> &, double, Topology, const std::vector<double> &,
                             const std::string &) { return ProbeVerdict{}; }),
            4u);
}

// Gaps that pass zero and come back (a bump that vanishes, kernel ridge regression in two dimensions, D =
// 0.235): the last difference is small because it has turned round. Must not be taken for an end below zero;
// the same gaps without the turn are one.
TEST(ProbeVerdicts, WhatComesBackIsNotRefuted)
{
  const auto outcome = [](const std::vector<double> &values) {
    std::vector<Gap> gaps;
    double e = 0.1;
    for (const double value : values) {
      gaps.push_back({e, value, value, 5e-9, 0});
      e /= 4;
    }
    return judge_probe(gaps, 0.235, Topology::strong, {1, 1}, "lambda").outcome;
  };
  EXPECT_NE(outcome({6.4811, 0.82020, 0.084008, 0.0048178, -0.00063008, -0.00031943}),
            ProbeVerdict::Outcome::below);
  EXPECT_NE(outcome({6.4811, 0.82020, 0.084008, 0.0048178, -0.00063008, -0.0009}),
            ProbeVerdict::Outcome::below);
  EXPECT_EQ(outcome({0.5, 0.05, -0.0625, -0.090625, -0.09765625, -0.0994140625}),
            ProbeVerdict::Outcome::below);
}

// Gaps V (y - 2 y^1/2) near their extremum at y = 1, on a fine ladder: differences are within the error bars
// because they turn, and the limit is 0. Must not be taken for an end at -V;
// gaps that stay there are one, where the error bars tell them from a turn.
TEST(ProbeVerdicts, TurnsWithinTheErrorBarsAreNotRefuted)
{
  constexpr double D = 0.235, V = 0.43 * D;
  const auto outcome = [](double bar, const auto &gap) {
    std::vector<Gap> gaps;
    for (const double y : {2.0736, 1.728, 1.44, 1.2, 1., 1 / 1.2})
      gaps.push_back({0.01 * y, gap(y), gap(y), bar * D, 0});
    return judge_probe(gaps, D, Topology::strong, {}, "lambda").outcome;
  };
  for (const double bar : {1e-3, 1e-6})
    EXPECT_NE(outcome(bar, [](double y) { return V * (y - 2 * std::sqrt(y)); }),
              ProbeVerdict::Outcome::below);
  EXPECT_EQ(outcome(1e-6, [](double y) { return -V + 1e-7 * D * y; }), ProbeVerdict::Outcome::below);
}

// Gaps of Stein's spherical flow with a Matern kernel against a false limit: their ratios fall, since 1/(1 +
// l^2 L) does so. D_e ends 0.134 below D, which the last difference of 0.001 does not make up for. The same
// differences just below D say nothing.
TEST(ProbeVerdicts, SaturatingGapsAreFoundWhereNothingCanMakeUpForThem)
{
  const auto outcome = [](double up) {
    std::vector<Gap> gaps;
    double e = 0.1;
    for (const double value : {-0.15130004, -0.13944869, -0.13540893, -0.13429724}) {
      gaps.push_back({e, value + up, value + up, 1e-10, 0});
      e /= 2;
    }
    return judge_probe(gaps, 0.239, Topology::constant, {2}, "sigma").outcome;
  };
  EXPECT_EQ(outcome(0), ProbeVerdict::Outcome::below);
  EXPECT_NE(outcome(0.125), ProbeVerdict::Outcome::below);
  EXPECT_NE(outcome(0.134), ProbeVerdict::Outcome::below);
}
