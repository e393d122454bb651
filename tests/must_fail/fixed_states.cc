// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/fixed_states/mosco.h>
#include <gammaflow/study/fixed_states/rayleigh.h>
#include <gammaflow/study/fixed_states/state_checks.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace gammaflow;

namespace
{
const std::string start =
    "domain/cells = 16; domain/degree = 4; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; initial "
    "state/formula = exp(0.3*cos(2*pi*x)); target/formula = exp(0.5*cos(pi*x)); ";

CasePlan plan_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(start + settings, "test");
  return plan_cases(p).at(0);
}

/// Fisher-Rao with R times a factor: what a forgotten 1/2 makes of it.
class ScaledPrimal final : public Geometry
{
 public:
  ScaledPrimal(const Context &context, double factor) : Geometry(context.space), factor_(factor) {}
  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    v = xi;
    v.scale(u);
    return 0;
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    Vector f = v;
    for (std::size_t i = 0; i < size(v); ++i) data(f)[i] /= data(u)[i];
    return factor_ * 0.5 * space().inner(f, v);
  }
  double primal_dissipation_along(const Vector &u, const Vector &, const Vector &v) const override
  {
    return primal_dissipation(u, v);
  }

 private:
  const double factor_;
};
const Register<Geometry> twice("Fisher-Rao without one half", {"rho xi, R doubled"}, [](const auto &context) {
  return std::make_unique<ScaledPrimal>(context, 2);
});
const Register<Geometry> right("Fisher-Rao once more", {"rho xi"}, [](const auto &context) {
  return std::make_unique<ScaledPrimal>(context, 1);
});

bool minimal(const std::string &geometry)
{
  Parameters p;
  p.assign_all(start, "test");
  const auto space = make_space(p, 0);
  const Flow exact = Flow::build(p, space);
  p.set("geometry", "name", geometry, "test");
  return is_minimum(trial_rates(Flow::build(p, space), exact));
}
}  // namespace

// R without its factor 1/2: the computed rate is no minimizer, half of it is better.
TEST(MustFail, PrimalPotentialWithoutOneHalf)
{
  EXPECT_TRUE(minimal("Fisher-Rao once more"));
  EXPECT_FALSE(minimal("Fisher-Rao without one half"));
}

// A rate up the energy has R + <DF, v> above the minimum by four times R*: Fenchel's equality misses it.
TEST(MustFail, RateOfTheWrongSign)
{
  EXPECT_FALSE(is_minimum({{"the computed rate", 4}, {"0.5 times the computed rate", 2.25}}));
  EXPECT_FALSE(is_minimum({{"the computed rate", 0}, {"another rate", -1e-6}}));
  EXPECT_TRUE(is_minimum({{"the computed rate", 1e-12}, {"another rate", -1e-12}}));
}

// A kernel that is not normalized (k(0) = 1, so that its integral falls with the bandwidth) does not tend to
// the limit of the normalized one.
TEST(MustFail, MoscoWithAnotherKernelNormalization)
{
  const auto verdict = [](const std::string &normalization) {
    const CasePlan plan = plan_of(
        "geometry/name = Stein Fisher-Rao; kernel/name = Gaussian; domain/boundary = periodic; "
        "initial state/formula = exp(0.3*cos(2*pi*x)); target/formula = "
        "exp(0.5*cos(2*pi*x)); domain/cells = 32; sweep/parameter = bandwidth; "
        "sweep/from = 0.04; sweep/to = 0.01; kernel/normalization = " +
        normalization);
    std::vector<std::string> notes;
    return check_states(plan, make_space(plan.flow, 1), make_space(plan.flow, 0), notes).mosco["verdict"];
  };
  EXPECT_EQ(verdict("unit integral"), "confirmed");
  EXPECT_NE(verdict("as given"), "confirmed");
}

// Monotone in the wrong direction, or not at one step.
TEST(MustFail, PotentialsThatAreNotMonotone)
{
  const PotentialTable rising{{{1., 2.}, {1.5, 2.5}, {1.75, 2.75}}, {{2., 3.}, {2., 3.}, {2., 3.}}};
  EXPECT_LE(violation(rising, 1, true), 0);
  EXPECT_GT(violation(rising, -1, true), 0.1);
  PotentialTable dented = rising;
  dented.values[1][1] = 2.76;
  EXPECT_GT(violation(dented, 1, true), 1e-3);
  PotentialTable above = rising;
  above.values[2][0] = 2.1;
  EXPECT_GT(violation(above, 1, true), 0.01);
  EXPECT_LE(violation(above, 1, false), 0) << "another limit bounds nothing";
}

// Potentials that converge to their limit, at half the predicted order: the limit holds, the order must be
// refuted.
TEST(MustFail, PotentialsOfAnotherOrder)
{
  const CasePlan plan = plan_of(
      "geometry/name = KRR Fisher-Rao; sweep/parameter = ridge; sweep/values = 0.1, 0.025, 0.00625, "
      "0.0015625, 0.000390625");
  const auto space = make_space(plan.flow, 0);
  const auto verdict = [&](double order) -> std::string {
    MoscoTables tables(plan, *space);
    tables.no_primal = "planted";
    for (const SweepStep &step : plan.steps) {
      std::vector<double> values, limit;
      for (std::size_t i = 0; i < tables.functions.size(); ++i) {
        limit.push_back(2);
        values.push_back(2 - std::pow(step.parameter, order));
      }
      tables.dual.values.push_back(values);
      tables.dual.limit.push_back(limit);
    }
    const auto json = mosco_json(plan, tables, tables, 1e-11);
    EXPECT_EQ(json["dual"]["verdict"], "confirmed") << json["dual"]["sentence"];
    return json["dual"]["order"]["verdict"];
  };
  EXPECT_EQ(verdict(1), "confirmed");
  EXPECT_EQ(verdict(0.5), "refuted");
}
