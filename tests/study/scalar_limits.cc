// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/claims/scalar_limits.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

using namespace gammaflow;

namespace
{
constexpr int times = 5;

/// Energies over time: 1 - t/10 + part t along a limit, and what a point at parameter e adds.
std::vector<double> curve(double part, double added = 0)
{
  std::vector<double> result;
  for (int k = 0; k < times; ++k) result.push_back(1 - 0.1 * k + part * k + added * (1 + k));
  return result;
}

/// A sweep whose energies tend to those of the limit with `true_part`, compared with the one with part 0.
struct Sweep {
  std::vector<PointRecord> points;
  std::vector<SweepValue> values;

  Sweep(double true_part, unsigned n, double bar)
  {
    for (unsigned i = 0; i < n; ++i) {
      const double e = 0.1 * std::pow(0.5, i);
      const auto own = curve(true_part, e), claimed = curve(0);
      double largest = 0;
      for (int k = 0; k < times; ++k) largest = std::max(largest, std::abs(own[k] - claimed[k]));
      PointRecord point;
      point.step.parameter = e;
      point.flow.numbers["energy"] = own;
      point.limit.numbers["energy"] = claimed;
      points.push_back(point);
      values.push_back({e, largest, bar * e});
    }
  }
};

OtherLimit declared(double part)
{
  OtherLimit other;
  other.limit = {"bandwidth", "power-mobility Fisher-Rao", "", 1, "", {}};
  other.curves["energy"] = {curve(part), {0.1, part * (times - 1), 1e-7}};
  return other;
}

Verdict beside(const Sweep &sweep, const OtherLimit &other, Verdict of_claimed = Verdict::confirmed)
{
  LimitStatement claimed = judge_scalar_limit("energy", sweep.points, sweep.values, 1, {}).statement;
  EXPECT_EQ(claimed.verdict, of_claimed) << claimed.sentence;
  return beside_declared_scalar(claimed, "energy", sweep.points, sweep.values, other, {}).verdict;
}
}  // namespace

// Would catch: energies that are confirmed to tend to those of a limit that a study names, where they tend to
// those of the declared one, which are away by 1e-4 (a hundredth of the smallest difference).
TEST(ScalarLimits, TheDeclaredLimitRefutesTheNamedOne)
{
  const double apart = 2.5e-5;  // times 4, the last time
  EXPECT_EQ(beside(Sweep(apart, 6, 1e-4), declared(apart)), Verdict::refuted);
  // of energies that tend to the named one, the other is not confirmed so closely
  EXPECT_NE(beside(Sweep(0, 6, 1e-4), declared(0.01)), Verdict::refuted);
}

// What cannot be told, or is assumed without ground, refutes nothing.
TEST(ScalarLimits, WhatDoesNotRefute)
{
  const double apart = 2.5e-5;
  const Sweep sweep(apart, 6, 1e-4);
  OtherLimit other = declared(apart);
  other.curves["energy"].separation.delta = 1;  // the bars of the limits are too wide
  EXPECT_NE(beside(sweep, other), Verdict::refuted);
  other = declared(apart);
  other.conditions_hold = false;
  EXPECT_NE(beside(sweep, other), Verdict::refuted);
  other = declared(apart);
  other.curves.clear();
  EXPECT_EQ(beside(sweep, other), Verdict::confirmed);
  EXPECT_NE(beside(Sweep(apart, 3, 1e-4), declared(apart), Verdict::not_established), Verdict::refuted);
}
