// SPDX-License-Identifier: LGPL-2.1-or-later
// The curve `geodesic`, which finds what is shortest from what the limit's rates cost, not from its name.
#include <gammaflow/geometries/cost_at_constants.h>

#include "along_a_line.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Parameters parameters_of(const std::string &geometry, const std::string &settings = "")
{
  const std::string energy = geometry.find("H-1") == std::string::npos ? "KL" : "L2-distance";
  return flow_parameters(
      energy, geometry, "geometry/gradients = staggered; target/formula = 1; domain/cells = 16; " + settings);
}

/// Largest over smallest R(w, w') along it.
double unevenness(const Parameters &p)
{
  const Flow flow = make_flow(p);
  const auto curve = Registry<Curve>::make("geodesic", {p, flow, 1, 0, false, {}});
  double low = 1e300, high = 0;
  for (const double t : {0.05, 0.3, 0.6, 0.9}) {
    const double cost = flow.geometry().primal_dissipation(curve->state(t), curve->rate(t));
    low = std::min(low, cost);
    high = std::max(high, cost);
  }
  return high / low - 1;
}
}  // namespace

// A geodesic has constant speed. Catches a curve for another power of the density, and displacement where
// mass does not move. Must fail: the straight line, in Fisher-Rao.
TEST(GeodesicCurves, HaveConstantSpeed)
{
  for (const char *name : {"Fisher-Rao", "L2", "H-1"})
    EXPECT_LT(unevenness(parameters_of(name)), 1e-6) << name;
  EXPECT_LT(unevenness(parameters_of("Wasserstein")), 1e-3);
  for (const char *power : {"0.5", "1.5", "2"}) {
    const std::string settings = std::string("geometry/exponent = ") + power;
    EXPECT_LT(unevenness(parameters_of("power-mobility Fisher-Rao", settings)), 1e-6) << power;
  }
  const Parameters p = parameters_of("Fisher-Rao");
  const Flow flow = make_flow(p);
  const auto line = Registry<Curve>::make("linear interpolation", {p, flow, 1, 0, false, {}});
  EXPECT_GT(flow.geometry().primal_dissipation(line->state(0), line->rate(0)) /
                    flow.geometry().primal_dissipation(line->state(1), line->rate(1)) -
                1,
            0.01);
}

// Where no closed form is known there is no such curve.
TEST(GeodesicCurves, AreRefusedWhereNoneIsKnown)
{
  for (const auto &[name, settings] : std::vector<std::pair<std::string, std::string>>{
           {"saturating-mobility Fisher-Rao", ""},
           {"power-mobility Wasserstein", "geometry/exponent = 2"},
           {"Hellinger-Kantorovich", ""},
           {"H-1", "geometry/mobility = 1 + u^2"}}) {
    const Parameters p = parameters_of(name, settings);
    const Flow flow = make_flow(p);
    EXPECT_THROW(Registry<Curve>::make("geodesic", {p, flow, 1, 0, false, {}}), InputError) << name;
  }
}

// What the cost of rates at constant densities says of geometries whose Onsager operator is known.
TEST(CostAtConstants, TellsGrowthFromFluxes)
{
  using Kind = CostAtConstants::Kind;
  const auto of = [](const std::string &name, const std::string &settings = "") {
    return cost_at_constants(make_flow(parameters_of(name, settings)).geometry());
  };
  EXPECT_TRUE(of("Fisher-Rao").is(Kind::local, 1));
  EXPECT_TRUE(of("spherical Fisher-Rao").is(Kind::local, 1));
  EXPECT_TRUE(of("power-mobility Fisher-Rao", "geometry/exponent = 1.5").is(Kind::local, 1.5));
  EXPECT_TRUE(of("Wasserstein").is(Kind::transport, 1));
  EXPECT_TRUE(of("Wasserstein", "geometry/gradients = nodes").is(Kind::transport, 1));
  EXPECT_TRUE(of("power-mobility Wasserstein", "geometry/exponent = 2").is(Kind::transport, 2));
  EXPECT_TRUE(of("H-1").is(Kind::transport, 0));
  EXPECT_EQ(of("Hellinger-Kantorovich").kind, Kind::other);
  EXPECT_EQ(of("saturating-mobility Fisher-Rao").kind, Kind::other);
}
