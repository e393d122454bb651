// SPDX-License-Identifier: LGPL-2.1-or-later
// What the bars of a reference mean for divergences and energies of a candidate: changes of the reference
// within the bars change them by no more.
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/study/candidates/divergence_bars.h>
#include <gammaflow/study/candidates/energy_bar.h>

#include <gtest/gtest.h>

#include "tests/support/flows.h"
#include "tests/support/spaces.h"
#include <cmath>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// The exact bars between two states.
LebesgueBars between(const Space &space, const Vector &u, const Vector &v)
{
  double l1 = 0, l2 = 0, linf = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double w = data(space.weights())[i], d = std::abs(data(u)[i] - data(v)[i]);
    l1 += w * d;
    l2 += w * d * d;
    linf = std::max(linf, d);
  }
  return {l1, std::sqrt(l2), linf};
}

struct Laws {
  std::shared_ptr<const Space> space = make_box(1, 60, 6, false, 0, -9, 9);
  /// A normal law, e^-40 at the ends, and the same with an error of 1e-5 that is nowhere below it there.
  Vector u = space->sample([](const Point &x) { return std::exp(-x[0] * x[0] / 2); });
  Vector v = space->sample([](const Point &x) {
    return std::exp(-x[0] * x[0] / 2) * (1 + 1e-4 * std::sin(5 * x[0])) +
           1e-6 * std::exp(-std::pow(x[0] - 6, 2));
  });
  Vector shifted(double d) const
  {
    return space->sample([d](const Point &x) { return std::exp(-std::pow(x[0] - d, 2) / 2); });
  }
  double divergence(bool reverse, const Vector &c, const Vector &of) const
  {
    return Registry<Distance>::make(reverse ? "reverse KL" : "KL", {space, nullptr})->between(c, of);
  }
};
}  // namespace

// Would catch: a bar that divides by the least density (here e^-40, so that it says nothing at all), one that
// leaves out the tails.
TEST(DivergenceBar, HoldsChangesWithinTheBarsAndIsNoLargerThanNeeded)
{
  const Laws laws;
  const LebesgueBars bars = between(*laws.space, laws.u, laws.v);
  for (const bool reverse : {false, true})
    for (const double d : {0., 0.1, 1.}) {
      const Vector c = laws.shifted(d);
      const auto found = divergence_bar(reverse, *laws.space, c, laws.u, bars);
      ASSERT_TRUE(found.bar) << found.why_none;
      const double change =
          std::abs(laws.divergence(reverse, c, laws.v) - laws.divergence(reverse, c, laws.u));
      EXPECT_LE(change, *found.bar) << reverse << " " << d;
      EXPECT_LT(*found.bar, 0.1) << reverse << " " << d;  // KL is up to 1.3
      // what the quotient by the least density would be
      EXPECT_GT(*bars.l2 * *bars.l2 / laws.space->minimum(laws.u), 1e6);
    }
}

// Must fail: half of the bar, for an error of the reference that is as bad as one of its size can be.
TEST(DivergenceBar, HalfOfItDoesNotHoldThem)
{
  const auto space = make_box(1, 20, 4, false, 0, 0, 1);
  const Vector u = space->sample([](const Point &x) { return 1 + 0.5 * std::cos(M_PI * x[0]); }),
               c = space->sample([](const Point &x) { return 1 - 0.5 * std::cos(M_PI * x[0]); });
  Vector v = u;
  for (std::size_t i = 0; i < size(v); ++i) data(v)[i] += 1e-4 * (data(c)[i] - data(u)[i]) / data(u)[i];
  const auto kl = Registry<Distance>::make("KL", {space, nullptr});
  const double change = std::abs(kl->between(c, v) - kl->between(c, u));
  const double bar = *divergence_bar(false, *space, c, u, between(*space, u, v)).bar;
  EXPECT_LE(change, bar);
  EXPECT_GT(change, bar / 2);
}

// A candidate with mass where the reference is 0, and one without where the reference has some.
TEST(DivergenceBar, IsNotKnownWhereTheReferenceIsZero)
{
  const auto space = make_box(1, 8, 2, false, 0, 0, 1);
  const Vector half = space->sample([](const Point &x) { return x[0] < 0.5 ? 2. : 0.; }),
               all = space->sample([](const Point &) { return 1.; });
  const LebesgueBars bars{1e-6, 1e-6, 1e-6};
  const auto kl = Registry<Distance>::make("KL", {space, nullptr});
  EXPECT_TRUE(std::isinf(kl->between(all, half)));
  EXPECT_FALSE(divergence_bar(false, *space, all, half, bars).bar);
  EXPECT_NE(why_infinite(false, *space, all, half).find("the candidate has the mass"), std::string::npos);
  // the other way round it is log 2, with a bar
  EXPECT_NEAR(kl->between(half, all), std::log(2.), 0.2);
  EXPECT_TRUE(divergence_bar(false, *space, half, all, bars).bar);
  EXPECT_FALSE(divergence_bar(false, *space, half, all, {1e-6, 1e-6, std::nullopt}).bar);
}

// Where the candidate is compared with a half of its numbers that vanish, the change is finite.
TEST(DivergenceBar, ChangesOfTheCandidateAreFinite)
{
  const Laws laws;
  Vector cut = laws.shifted(0.1);
  for (double &value : cut) value = value < 0.01 ? 0 : value;
  const double change = divergence_change(false, *laws.space, laws.shifted(0.1), cut, laws.u);
  EXPECT_GT(change, 0);
  EXPECT_LT(change, 0.1);
}

// Energies: entropies with tails, interactions, and signed fields with gradients.
TEST(EnergyBar, HoldsChangesWithinTheBars)
{
  const std::string box = "domain/lower = -6; domain/upper = 6; domain/cells = 40; domain/degree = 4; ";
  const std::string density =
      box +
      "target/formula = exp(-x^2/2); initial state/formula = exp(-(x-0.5)^2/2); initial state/mass = 1; ";
  for (const Parameters &parameters :
       {flow_parameters("KL", "Wasserstein", density),
        flow_parameters("free-energy", "Wasserstein", density + "energy/V = x^2/2; energy/W = 0.5*r^2"),
        flow_parameters("Ginzburg-Landau", "L2",
                        "domain/cells = 40; domain/degree = 4; energy/kappa = 0.01; "
                        "initial state/formula = 0.3*cos(pi*x)")}) {
    const auto space = make_space(parameters);
    const Flow flow = Flow::build(parameters, space);
    const Vector &u = flow.initial_state();
    for (const bool same_mass : {true, false}) {
      Vector v = u;
      for (std::size_t i = 0; i < size(v); ++i)
        data(v)[i] *= 1 + 1e-3 * std::sin(3 * space->nodes()[i][0]) + (same_mass ? 0 : 1e-3);
      if (same_mass && flow.positive()) v *= space->integrate(u) / space->integrate(v);
      const LebesgueBars bars = between(*space, u, v);
      const auto bar = energy_bar(flow, u, bars, same_mass && flow.positive());
      ASSERT_TRUE(bar);
      const double change = std::abs(flow.energy().value(v) - flow.energy().value(u));
      EXPECT_LE(change, *bar) << flow.energy_name() << " " << same_mass;
      // must fail: a thousandth of it
      if (!same_mass) EXPECT_GT(change, *bar / 1000) << flow.energy_name();
    }
    EXPECT_FALSE(energy_bar(flow, u, {}, false));
  }
}
