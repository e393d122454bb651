// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/fixed_states/mosco.h>
#include <gammaflow/study/fixed_states/rayleigh.h>
#include <gammaflow/study/fixed_states/state_checks.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
const double pi = std::acos(-1.);

CasePlan plan_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 16; domain/degree = 4; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; "
      "initial state/formula = 2; target/formula = exp(0.5*cos(pi*x)); sweep/parameter = ridge; "
      "sweep/from = 0.1; sweep/to = 0.001; " +
          settings,
      "test");
  return plan_cases(p).at(0);
}

StateChecks checks(const std::string &settings, std::vector<std::string> *notes = nullptr)
{
  const CasePlan plan = plan_of(settings);
  std::vector<std::string> unused;
  return check_states(plan, make_space(plan.flow, 1), make_space(plan.flow, 0), notes ? *notes : unused);
}
/// Of a Matern kernel of smoothness 1 at the mode cos(k pi x).
double symbol(double bandwidth, unsigned k)
{
  return 1 / (1 + std::pow(bandwidth * k * pi, 2));
}
}  // namespace

// Smoothness 3: systems whose residuals are round-off at 1e-9. The closed forms hold, and nothing is noted.
// Would catch a tolerance that no solver reaches, after which there would be no potentials.
TEST(FixedStates, SmoothKernelsHavePotentials)
{
  std::vector<std::string> notes;
  const std::string settings = "geometry/name = KRR Fisher-Rao; kernel/smoothness = 3";
  const Json mosco = checks(settings, &notes).mosco;
  ASSERT_TRUE(mosco.is_object()) << (notes.empty() ? "" : notes[0]);
  EXPECT_TRUE(notes.empty()) << notes[0];
  const CasePlan plan = plan_of(settings);
  const double c = 2;
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    for (unsigned k = 1; k <= 3; ++k) {
      const double g = std::pow(symbol(0.1, k), 3), lambda = plan.steps[i].ridge;
      EXPECT_NEAR(mosco["dual"]["values"][i][k - 1], c * c * g / (c * g + lambda) / 4, 1e-9);
      EXPECT_NEAR(mosco["primal"]["values"][i][k - 1], c / 4 + lambda / (4 * g), 1e-7);
    }
}

// At the density c, with the symbol g of the kernel at cos(k pi x), whose square has the integral 1/2:
//   KRR:   R* = c^2 g/(c g + lambda)/4,  R of the rate c cos = c/4 + lambda/(4 g);
//   Stein: R* = c^2 g/4.
TEST(FixedStates, PotentialsAreTheClosedForms)
{
  const double c = 2;
  const Json mosco = checks("geometry/name = KRR Fisher-Rao").mosco;
  ASSERT_TRUE(mosco.is_object());
  const CasePlan plan = plan_of("geometry/name = KRR Fisher-Rao");
  for (std::size_t i = 0; i < plan.steps.size(); ++i)
    for (unsigned k = 1; k <= 3; ++k) {
      const double g = symbol(0.1, k), lambda = plan.steps[i].ridge;
      EXPECT_NEAR(mosco["dual"]["values"][i][k - 1], c * c * g / (c * g + lambda) / 4, 1e-9);
      EXPECT_NEAR(mosco["primal"]["values"][i][k - 1], c / 4 + lambda / (4 * g), 1e-9);
    }
  const std::string stein = "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; sweep/to = 0.01";
  const Json other = checks(stein).mosco;
  const CasePlan bandwidths = plan_of(stein);
  for (std::size_t i = 0; i < bandwidths.steps.size(); ++i)
    EXPECT_NEAR(other["dual"]["values"][i][1], c * c * symbol(bandwidths.steps[i].bandwidth, 2) / 4, 1e-9);
}

// Both potentials tend to those of the limit with the declared order, monotonically to round-off: R*_lambda
// from below, R_lambda from above; T_rho of intrinsic kernels likewise in the bandwidth; inverses the other
// way.
TEST(FixedStates, MoscoIsConfirmedWithItsOrderAndMonotone)
{
  struct Case {
    std::string settings, dual;
    double order;
  };
  const std::string bandwidth =
      "; sweep/parameter = bandwidth; sweep/to = 0.00625; initial state/formula = "
      "exp(0.3*cos(pi*x))";
  for (const Case &of :
       {Case{"geometry/name = KRR Fisher-Rao; initial state/formula = exp(0.3*cos(pi*x))", "increases", 1},
        Case{"geometry/name = spherical KRR Fisher-Rao", "increases", 1},
        Case{
            "geometry/name = KRR Wasserstein; initial state/formula = exp(0.3*cos(pi*x)); sweep/from = 0.01; "
            "sweep/to = 1e-4",
            "increases", 1},
        Case{"geometry/name = Stein Fisher-Rao" + bandwidth, "increases", 2},
        Case{"geometry/name = MMD" + bandwidth, "decreases", 2}}) {
    const Json mosco = checks(of.settings).mosco;
    ASSERT_TRUE(mosco.is_object()) << of.settings;
    EXPECT_EQ(mosco["verdict"], "confirmed") << of.settings << mosco.dump(1);
    EXPECT_NEAR(mosco["dual"]["order_low"], of.order, 0.15) << of.settings;
    EXPECT_NEAR(mosco["dual"]["order_high"], of.order, 0.15) << of.settings;
    EXPECT_EQ(mosco["dual"]["order"]["verdict"], "confirmed") << mosco["dual"]["order"]["sentence"];
    ASSERT_TRUE(mosco["monotone"].is_object()) << of.settings;
    EXPECT_EQ(mosco["monotone"]["dual"], of.dual);
    EXPECT_LT(mosco["monotone"]["worst_dual"], 1e-11);
    ASSERT_TRUE(mosco["primal"].is_object()) << of.settings << mosco["primal_note"];
    EXPECT_LT(mosco["monotone"]["worst_primal"], 1e-11);
  }
}

// A limit that the study names and that is another one: refuted at fixed states, too, and monotone still.
TEST(FixedStates, AnotherLimitIsRefuted)
{
  const Json mosco = checks(
                         "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; sweep/to = 0.00625; "
                         "kernel/name = intrinsic Gaussian; limit/geometry = Fisher-Rao; limit/order = 2")
                         .mosco;
  EXPECT_EQ(mosco["verdict"], "refuted") << mosco.dump(1);
  EXPECT_EQ(mosco["monotone"]["verdict"], "confirmed");
}

// Nothing is printed for R where it may be +infinity: a Gaussian kernel and rates that are not few of its
// modes.
TEST(FixedStates, NoNumberWhereRMayBeInfinite)
{
  const Json mosco = checks(
                         "geometry/name = normalized Fisher-Rao; sweep/parameter = bandwidth; sweep/to = "
                         "0.00625; kernel/name = intrinsic Gaussian; initial state/formula = exp(cos(pi*x))")
                         .mosco;
  EXPECT_TRUE(mosco["primal"].is_null());
  EXPECT_NE(std::string(mosco["primal_note"]).find("+infinity"), std::string::npos);
}

// The computed rate minimizes R + <DF, .>, at every flow of these kinds, and the minimum is -R*.
TEST(FixedStates, ComputedRatesAreMinimizers)
{
  const std::string bandwidth = "; sweep/parameter = bandwidth; sweep/to = 0.00625";
  for (const std::string &settings :
       {std::string("geometry/name = KRR Fisher-Rao"),
        std::string("geometry/name = spherical KRR Fisher-Rao"),
        std::string("geometry/name = KRR Wasserstein"), "geometry/name = Stein Fisher-Rao" + bandwidth,
        "geometry/name = Stein Wasserstein" + bandwidth, "geometry/name = normalized Fisher-Rao" + bandwidth,
        "geometry/name = kernel L2" + bandwidth, "geometry/name = MMD" + bandwidth}) {
    const Json rayleigh = checks(settings + "; initial state/formula = exp(0.3*cos(2*pi*x))").rayleigh;
    ASSERT_TRUE(rayleigh.is_object()) << settings;
    EXPECT_EQ(rayleigh["verdict"], "confirmed") << settings << rayleigh["sentence"];
    EXPECT_LT(rayleigh["largest_own"], 1e-9) << settings;
    EXPECT_GE(rayleigh["flows"][0]["rates"].size(), 11u);
  }
}
