// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/identification/mobility_fit.h>
#include <gammaflow/study/identification/which_limit.h>
#include <gammaflow/study/study.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
const double pi = std::acos(-1.);

struct Fixture {
  std::shared_ptr<const Space> space;
  Vector u, xi;
  explicit Fixture(const std::string &settings = "")
  {
    Parameters p;
    p.assign_all("domain/cells = 16; domain/degree = 4; " + settings, "test");
    space = make_space(p, 0);
    u = space->sample([](const Point &x) { return std::exp(std::cos(pi * x[0])); });
    xi = space->sample([](const Point &x) { return std::cos(2 * pi * x[0]) + 0.3 * std::cos(pi * x[0]); });
  }
  template <class Theta>
  MobilityFit fit(bool transport, const Theta &theta) const
  {
    Vector m = u, v = u;
    for (double &rho : m) rho = theta(rho);
    if (transport)
      space->gradients().apply(m, xi, v);
    else {
      v = m;
      v.scale(xi);
    }
    MobilityFit result(transport);
    result.add(space, u, xi, v);
    return result;
  }
};

Json study(const std::string &settings)
{
  const ScratchDirectory scratch("test");
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 8; time/end = 0.5; time/outputs = 3; time/tolerance = 1e-8; "
      "accuracy/distances = auto; initial state/formula = exp(0.5*cos(pi*x)); target/formula = "
      "exp(0.4*cos(2*pi*x)); identification/candidates = auto; " +
          settings,
      "test");
  return run_study(p, scratch.path(), {})["cases"][0];
}
}  // namespace

// Rates of a known mobility give it back: a power exactly, any other one by splines.
TEST(Identification, MobilitiesAreRecovered)
{
  const Fixture fixture;
  for (const bool transport : {false, true}) {
    const PowerMobility power =
        fixture.fit(transport, [](double rho) { return 0.6 * std::pow(rho, 1.7); }).power();
    EXPECT_NEAR(power.exponent, 1.7, 1e-6);
    EXPECT_NEAR(power.factor, 0.6, 1e-6);
    EXPECT_LT(power.residual, 1e-6);
    const auto saturating = [](double rho) { return rho * rho / (rho + 0.5); };
    const MobilityFit other = fixture.fit(transport, saturating);
    EXPECT_GT(other.power().residual, 1e-3);
    const SplineMobility splines = other.splines();
    EXPECT_LT(splines.residual, 1e-3);
    for (std::size_t i = 0; i < splines.density.size(); ++i)
      EXPECT_NEAR(splines.theta[i], saturating(splines.density[i]), 5e-3) << splines.density[i];
  }
}

// In two dimensions, where there is no formula for the flux.
TEST(Identification, MobilitiesAreRecoveredInThePlane)
{
  const Fixture fixture("domain/dimension = 2; domain/cells = 6");
  const PowerMobility power = fixture.fit(true, [](double rho) { return rho * rho; }).power();
  EXPECT_NEAR(power.exponent, 2, 1e-6);
  EXPECT_NEAR(power.factor, 1, 1e-6);
}

// Stein Fisher-Rao tends to rho^2: of the local candidates that one alone is accepted, and the mobility is
// found.
TEST(Identification, SteinTendsToTheSquare)
{
  const Json which = study(
      "geometry/name = Stein Fisher-Rao; kernel/name = intrinsic Gaussian; sweep/parameter = "
      "bandwidth; sweep/from = 0.08; sweep/to = 0.01; sweep/points = 5; accuracy/distances = "
      "Hellinger")["which_limit"];
  ASSERT_TRUE(which.is_object());
  for (const auto &candidate : which["candidates"])
    EXPECT_EQ(candidate["verdict"],
              candidate["settings"] == "geometry/exponent = 2" ? "accepted" : "excluded")
        << candidate["sentence"];
  EXPECT_NEAR(which["mobility"]["exponent"]["estimate"], 2, 1e-3);
  EXPECT_NEAR(which["mobility"]["factor"]["estimate"], 1, 1e-3);
  EXPECT_EQ(which["mobility"]["local"], "yes");
}

// The inverse of a fixed kernel is no multiplication: ridge MMD has no local limit in the ridge.
TEST(Identification, AnInverseOfAKernelIsNotLocal)
{
  const Json which = study(
      "geometry/name = ridge MMD; energy/name = L2-distance; kernel/name = intrinsic Matern; "
      "kernel/bandwidth = 0.2; sweep/parameter = ridge; sweep/from = 0.01; sweep/to = 1e-4; "
      "sweep/points = 5; accuracy/distances = L2; limit/distance = L2; "
      "identification/candidates = L2")["which_limit"];
  ASSERT_TRUE(which.is_object());
  EXPECT_EQ(which["mobility"]["local"], "no") << which["mobility"]["sentence"];
  EXPECT_EQ(which["candidates"][0]["verdict"], "excluded") << which["candidates"][0]["sentence"];
}

TEST(Identification, UnknownCandidatesAreRefused)
{
  Parameters p;
  p.assign_all(
      "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; identification/candidates = Nowhere",
      "test");
  const CasePlan plan = plan_cases(p).at(0);
  EXPECT_THROW(candidates_of(plan), InputError);
  p.set("identification", "candidates", "L2: geometry/rat = 2", "test");
  EXPECT_THROW(candidates_of(plan_cases(p).at(0)), InputError);
}
