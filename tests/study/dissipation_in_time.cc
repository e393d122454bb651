// SPDX-License-Identifier: LGPL-2.1-or-later
// Claim 3 over time and the two parts of R, against closed forms of one Fourier mode.
#include <gammaflow/geometries/primal_parts.h>
#include <gammaflow/study/claims/dissipation_in_time.h>
#include <gammaflow/study/points/point_record.h>

#include <gtest/gtest.h>

#include "../support/flows.h"
#include <cmath>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
const double pi = std::acos(-1.), bandwidth = 0.1;

/// Of the Matern kernel of smoothness 1 at cos(pi x).
double symbol()
{
  return 1 / (1 + std::pow(bandwidth * pi, 2));
}

PrimalParts parts_at_constant(const std::string &geometry, double density, double ridge)
{
  const Flow flow = gammaflow::testing::make_flow(
      "KL", geometry,
      "domain/cells = 16; kernel/name = intrinsic Matern; kernel/smoothness = 1; "
      "kernel/bandwidth = 0.1; solver/tolerance = 1e-12; geometry/ridge = " +
          gammaflow::testing::text(ridge));
  Vector u = flow.space().zero(), v = u;
  u = density;
  const Vector xi = flow.space().sample([](const Point &x) { return std::cos(pi * x[0]); });
  flow.geometry().onsager_apply(u, xi, v);
  return primal_parts(flow.geometry(), u, xi, v).value();
}

/// The points of a ridge sweep of the L2 energy in the ridge MMD geometry: one mode, u - 1 = a e^(-rt) cos(pi
/// x) with r = 1/(g + lambda).
CasePlan plan_of_mode()
{
  Parameters p;
  p.assign_all(
      "domain/cells = 2; domain/degree = 6; energy/name = L2-distance; geometry/name = ridge MMD; "
      "kernel/name = "
      "intrinsic Matern; kernel/smoothness = 1; kernel/bandwidth = 0.1; initial state/formula = 1 + "
      "0.5*cos(pi*x); target/formula = 1; time/end = 0.5; time/outputs = 2; time/tolerance = 1e-7; "
      "limit/distance "
      "= L2; sweep/parameter = ridge; sweep/values = 0.1, 0.05, 0.025, 0.0125",
      "test");
  return plan_cases(p).at(0);
}

std::vector<PointRecord> points_of(const CasePlan &plan)
{
  EvolutionCache cache(1 << 28);
  std::vector<PointRecord> points;
  for (const SweepStep &step : plan.steps)
    points.push_back(record_of(measure_point(plan, step, 1, 1e-7, cache), plan));
  return points;
}
}  // namespace

// f = c g/(c g + lambda) times the force (its slope): fit = c f^2/4, penalty = lambda f^2/(4 g). Of ridge MMD
// v = 1/(g + lambda): g v^2/4 and lambda v^2/4. Would catch a norm without 1/2, with another kernel, or one
// part in the place of the other.
TEST(PrimalParts, AreTheClosedFormsOfOneMode)
{
  const double c = 2, lambda = 0.3, g = symbol(), part = c * g / (c * g + lambda);
  for (const char *name : {"KRR Fisher-Rao", "spherical KRR Fisher-Rao"}) {
    const PrimalParts growth = parts_at_constant(name, c, lambda);
    EXPECT_NEAR(growth.fit, c * part * part / 4, 1e-9) << name;
    EXPECT_NEAR(growth.penalty, lambda * part * part / (4 * g), 1e-9) << name;
  }
  const double slope = part * pi;
  const PrimalParts velocity = parts_at_constant("KRR Wasserstein", c, lambda);
  EXPECT_NEAR(velocity.fit, c * slope * slope / 4, 1e-7);
  EXPECT_NEAR(velocity.penalty, lambda * slope * slope / (4 * g), 1e-7);
  const double v = 1 / (g + lambda);
  const PrimalParts metric = parts_at_constant("ridge MMD", c, lambda);
  EXPECT_NEAR(metric.fit, g * v * v / 4, 1e-9);
  EXPECT_NEAR(metric.penalty, lambda * v * v / 4, 1e-9);
}

// int_0^t R_e = int_0^t R*_e = a^2 (1 - e^(-2rt))/8, fit = g v^2/4 and penalty = lambda v^2/4 with v = r a
// e^(-rt). The limits and their order are confirmed at each time. Would catch a time that is taken for
// another one, bars that do not cover, and R of the limit that is not that of the fit.
TEST(DissipationInTime, IsTheClosedFormOfOneMode)
{
  const CasePlan plan = plan_of_mode();
  const Json in_time = dissipation_in_time(plan, points_of(plan));
  ASSERT_TRUE(in_time.is_object());
  const double a = 0.5, g = symbol();
  const auto integral = [&](double r, double t) { return a * a * (1 - std::exp(-2 * r * t)) / 8; };
  const auto square = [&](double r, double t) { return std::pow(a * r * std::exp(-r * t), 2) / 4; };
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const double lambda = plan.steps[i].ridge, r = 1 / (g + lambda);
    for (const char *name : {"primal", "dual", "fit", "penalty"}) {
      const Json &of = in_time[name], &point = of["points"][i];
      for (std::size_t k = 0; k < of["times"].size(); ++k) {
        const double t = of["times"][k], difference = point["difference"][k], bar = point["delta"][k];
        const double expected = std::string(name) == "fit"       ? g * (square(r, t) - square(1 / g, t))
                                : std::string(name) == "penalty" ? lambda * square(r, t)
                                                                 : integral(r, t) - integral(1 / g, t);
        EXPECT_NEAR(difference, expected, 1e-6) << name << " " << lambda << " " << t;
        EXPECT_LE(std::abs(difference - expected), bar + 1e-12) << name << " " << lambda << " " << t;
      }
    }
  }
  for (const char *name : {"primal", "dual", "penalty"}) {
    EXPECT_EQ(in_time[name]["verdict"], "confirmed") << in_time[name]["sentence"];
    for (const auto &order : in_time[name]["order_verdicts"]) EXPECT_NE(order, "refuted");
  }
}

// Without a ridge there are no parts, and K(u) xi, the inverse of a Gaussian, is not asked for: it cannot be
// computed for most forces, and the points of the study would fail.
TEST(PrimalParts, AreNotAskedForWithoutARidge)
{
  const auto has = [](const std::string &geometry, const std::string &more) {
    const Flow flow = gammaflow::testing::make_flow(
        "KL", geometry, "domain/cells = 4; kernel/name = intrinsic Gaussian; kernel/bandwidth = 0.1" + more);
    return has_primal_parts(flow.geometry());
  };
  EXPECT_FALSE(has("MMD", ""));
  EXPECT_FALSE(has("spherical MMD", ""));
  EXPECT_FALSE(has("Fisher-Rao", ""));
  EXPECT_TRUE(has("ridge MMD", "; geometry/ridge = 0.1"));
  EXPECT_TRUE(has("spherical KRR Fisher-Rao", "; geometry/ridge = 0.1"));
}

// At a fixed ridge the limit has a penalty of its own: that the fit tends to R and the penalty to 0 would be
// false, and is not said.
TEST(DissipationInTime, HasNoPartsWhereTheRidgeStays)
{
  CasePlan plan = plan_of_mode();
  const auto points = points_of(plan);
  plan.sweep_parameter = "bandwidth";
  const Json in_time = dissipation_in_time(plan, points);
  ASSERT_TRUE(in_time.is_object());
  EXPECT_TRUE(in_time["fit"].is_null());
  EXPECT_TRUE(in_time["penalty"].is_null());
  EXPECT_TRUE(in_time["primal"].is_object());
}
