// SPDX-License-Identifier: LGPL-2.1-or-later
// Deliberately wrong differential operators and energies, which the checks of tests/flows must reject.
#include <gammaflow/base/errors.h>
#include <gammaflow/energies/gradient_energy.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/geometries/exact/differential.h>

#include <gtest/gtest.h>

#include "tests/energies/energy_checks.h"
#include "tests/flows/flow_checks.h"
#include "tests/geometries/geometry_checks.h"
#include <map>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
enum class Fault { none, sign, lost_weight, wrong_slope, half_mobility };

/// Wasserstein, and what a mistake would make of it: the sign of K; a quadrature weight that is lost where
/// cells meet, so that A(m) is neither conservative nor consistent; a linearization without the mobility's
/// slope; the mobility rho/2.
class FaultyWasserstein final : public Geometry
{
 public:
  FaultyWasserstein(std::shared_ptr<const Space> space, Fault fault)
      : Geometry(std::move(space)), fault_(fault)
  {
  }

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    space().gradients().apply(u, xi, v);
    if (fault_ == Fault::sign) v *= -1.;
    if (fault_ == Fault::half_mobility) v *= 0.5;
    if (fault_ == Fault::lost_weight) data(v)[size(v) / 2] *= 0.5;
    return 0;
  }
  double primal_dissipation(const Vector &, const Vector &) const override { return 0; }
  StepKind step_kind() const override { return StepKind::diffusive; }
  bool zero_mass_rates() const override { return true; }
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override
  {
    const double sign = fault_ == Fault::sign ? -1 : fault_ == Fault::half_mobility ? 0.5 : 1;
    auto c = std::make_shared<OnsagerCoefficients>();
    c->mobility = u;
    c->mobility *= sign;
    c->mobility_slope = c->reaction = c->reaction_slope = space().zero();
    c->mobility_slope = fault_ == Fault::wrong_slope ? 0 : sign;
    return c;
  }

 private:
  Fault fault_;
};

/// The Dirichlet energy with a first variation that lacks a factor.
class FaultyEnergy final : public Energy
{
 public:
  explicit FaultyEnergy(std::shared_ptr<const Space> space) : good_(std::move(space), 1, nullptr, 1, false) {}
  double value(const Vector &u) const override { return good_.value(u); }
  void first_variation(const Vector &u, Vector &xi) const override
  {
    good_.first_variation(u, xi);
    xi *= 1.01;
  }
  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    good_.second_variation_apply(u, v, w);
  }
  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    good_.second_variation_diagonal(u, d);
  }

 private:
  GradientEnergy good_;
};

const std::map<std::string, Fault> faults = {{"test: sound transport", Fault::none},
                                             {"test: transport uphill", Fault::sign},
                                             {"test: transport, lost weight", Fault::lost_weight},
                                             {"test: transport, wrong slope", Fault::wrong_slope},
                                             {"test: transport, half mobility", Fault::half_mobility}};

const bool registered = [] {
  for (const auto &[name, fault] : faults) {
    Geometry::Traits traits("for tests");
    traits.conserves_mass = true;
    Register<Geometry>(name, traits, [fault = fault](const Geometry::Context &context) {
      return std::make_unique<FaultyWasserstein>(context.space, fault);
    });
  }
  return true;
}();

Flow faulty_flow(const std::string &geometry)
{
  return flow_of(ornstein_uhlenbeck + "geometry/name = " + geometry);
}

std::string failure_of(const Flow &flow)
{
  try {
    evolve(flow, options_for(0.5, 1e-6, "auto", 2));
    return "";
  } catch (const NumericalFailure &failure) {
    return failure.what();
  }
}

/// The L1 error against the Ornstein-Uhlenbeck process, whose flow is sound.
double error_of(const std::string &geometry)
{
  const Flow sound = flow_of(ornstein_uhlenbeck), flow = faulty_flow(geometry);
  const Trajectory trajectory = evolve(flow, options_for(0.5, 1e-6, "auto", 2));
  return l1(flow.space(), trajectory.states.back(), find_closed_form(sound)->state(0.5));
}
}  // namespace

TEST(MustFailFlows, TheSoundTwinPasses)
{
  EXPECT_EQ(failure_of(faulty_flow("test: sound transport")), "");
  EXPECT_LT(error_of("test: sound transport"), 1e-5);
}

// Backward diffusion: no step converges, or the energy grows; never a result.
TEST(MustFailFlows, AWrongSign)
{
  EXPECT_NE(failure_of(faulty_flow("test: transport uphill")), "");
}

// A(m) with a weight that is lost at one node: not conservative, which the check of mass sees, and the run.
TEST(MustFailFlows, ALostWeight)
{
  const Flow flow = faulty_flow("test: transport, lost weight");
  const Vector xi = flow.space().sample([](const Point &x) { return std::sin(x[0]); });
  EXPECT_FALSE(geometries::mass_conserved(flow.geometry(), flow.initial_state(), {xi}));
  EXPECT_FALSE(geometries::symmetric(flow.geometry(), flow.initial_state(),
                                     {xi, flow.space().sample([](const Point &x) { return std::cos(x[0]); })},
                                     1e-9));
  const std::string failure = failure_of(flow);
  EXPECT_NE(failure.find("mass"), std::string::npos) << failure;
}

// A factor in K is a factor in time: the closed form sees it, the balance cannot.
TEST(MustFailFlows, AWrongMobility)
{
  EXPECT_GT(error_of("test: transport, half mobility"), 1e-2);
}

// A linearization that lacks a term is not the derivative of K DF.
TEST(MustFailFlows, AWrongNewtonMatrix)
{
  for (const auto &[geometry, right] : {std::pair<const char *, bool>{"test: sound transport", true},
                                        {"test: transport, wrong slope", false}}) {
    const Flow flow = faulty_flow(geometry);
    const Vector &u = flow.initial_state();
    Vector xi = u, y = u, Jy = u, high = u, low = u, v = u;
    flow.energy().first_variation(u, xi);
    LinearizedFlow linearized(flow);
    linearized.reset(u, xi);
    linearized.apply(y, Jy);
    const double h = 1e-4;
    high.add(h, y);
    low.add(-h, y);
    flow.energy().first_variation(high, xi);
    flow.geometry().onsager_apply(high, xi, v);
    flow.energy().first_variation(low, xi);
    flow.geometry().onsager_apply(low, xi, high);
    v -= high;
    v /= 2 * h;
    v -= Jy;
    EXPECT_EQ(flow.space().norm(v) < 1e-6 * flow.space().norm(Jy), right) << geometry;
  }
}

TEST(MustFailFlows, AWrongFirstVariation)
{
  const auto space = make_box(1, 6, 3);
  const auto wave = [&](double a) {
    return space->sample([a](const Point &x) { return 0.3 * std::sin(a * x[0] + 1); });
  };
  EXPECT_EQ(check_calculus(GradientEnergy(space, 1, nullptr, 1, false), *space, wave(2), wave(3), wave(5)),
            "");
  EXPECT_NE(check_calculus(FaultyEnergy(space), *space, wave(2), wave(3), wave(5)), "");
}
