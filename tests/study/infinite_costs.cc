// SPDX-License-Identifier: LGPL-2.1-or-later
// Costs that are finite on every mesh and infinite in the limit; functionals that are infinite.
#include <gammaflow/study/probes/lower_bound_claim.h>
#include <gammaflow/study/probes/recovery_claim.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace gammaflow;

namespace
{
struct Along {
  CasePlan plan;
  std::vector<ProbePlan> probes;
  std::vector<ProbeValue> values;

  bool bounded() const
  {
    return std::all_of(values.begin(), values.end(), [](const ProbeValue &v) {
      return v.failure.empty() && std::isfinite(v.along.upper());
    });
  }
  bool unbounded() const
  {
    return std::all_of(values.begin(), values.end(),
                       [](const ProbeValue &v) { return v.failure.empty() && std::isinf(v.along.upper()); });
  }
  nlohmann::json bound() const { return claim_json(lower_bound_claim(plan, probes, {values})); }
};

/// Along the curve of this formula, T = 1.
Along along(const std::string &settings, const std::string &formula)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 4; domain/degree = 6; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; initial "
      "state/formula = 1; target/formula = 1 + 0.2*cos(pi*x); time/end = 1; sweep/parameter = ridge; "
      "sweep/values = 0.1, 0.05, 0.025, 0.0125; accuracy/refinements = 1; probes/points = 4; probe 1/curve = "
      "formula; " +
          settings,
      "test");
  p.set("probe 1", "settings", "curve formula/formula = " + formula, "test");
  Along result{plan_cases(p).at(0), {}, {}};
  result.probes = plan_probes(result.plan);
  EvolutionCache cache(1 << 28);
  result.values = ProbeMeasurement(result.plan, cache, 1).values(result.probes.at(0));
  return result;
}
const std::string growth = "geometry/name = KRR Fisher-Rao; kernel/smoothness = ",
                  velocity = "geometry/name = KRR Wasserstein; kernel/smoothness = ";
}  // namespace

// The space of a Matern kernel between walls: growth with a slope there is not in it where s >= 2, velocities
// with a second derivative there are not where s >= 3. Would catch one number where R is infinite, and bounds
// where it is not: of smoother curves, or of less smooth kernels.
TEST(InfiniteCosts, OfMaternKernelsBetweenWalls)
{
  const std::string slope = "exp(0.3*t*x)", level = "exp(0.3*t*cos(pi*x))", carried = "1 + 0.3*t*(x - 0.5)",
                    fits = "1 + 0.3*t*cos(pi*x)";
  EXPECT_TRUE(along(growth + "1", slope).bounded());
  for (const std::string s : {"2", "3"}) {
    EXPECT_TRUE(along(growth + s, slope).unbounded()) << s;
    EXPECT_TRUE(along(growth + s, level).bounded()) << s;
  }
  for (const std::string s : {"1", "2"}) EXPECT_TRUE(along(velocity + s, carried).bounded()) << s;
  EXPECT_TRUE(along(velocity + "3", carried).unbounded());
  EXPECT_TRUE(along(velocity + "3", fits).bounded());
  const std::string stein =
      "geometry/name = Stein Fisher-Rao; sweep/parameter = bandwidth; kernel/smoothness = ";
  EXPECT_TRUE(along(stein + "2", slope).unbounded());
  EXPECT_TRUE(along(stein + "1", slope).bounded());
}

// Such a curve is not said to be recovered by itself, and nothing is said of its R but a lower bound.
TEST(InfiniteCosts, AreSaid)
{
  const Along infinite = along(growth + "2", "exp(0.3*t*x)");
  const std::string bound = infinite.bound()["probes"][0]["sentence"];
  EXPECT_NE(bound.find("R_e may be infinite"), std::string::npos) << bound;
  Along noisy = infinite;  // bars as large as D: D is not called zero for that
  for (ProbeValue &value : noisy.values) value.delta_space = value.limit;
  const auto probe = noisy.bound()["probes"][0];
  EXPECT_EQ(probe["outcome"], "not decided") << probe["sentence"];
  const auto recovery = claim_json(recovery_claim(infinite.plan, {{"probe", "constant", infinite.values}}));
  EXPECT_EQ(recovery["verdict"], "not established");
  EXPECT_NE(std::string(recovery["sequences"][0]["sentence"]).find("R_e may be infinite"), std::string::npos);
}

// Mass that a spherical geometry keeps: D of a curve that gains some is infinite, and so is D_e. The
// difference is no number, and the bound holds.
TEST(InfiniteCosts, OfTheLimitItself)
{
  const Along gains = along("geometry/name = spherical KRR Fisher-Rao; kernel/smoothness = 1", "1 + t");
  const auto probe = gains.bound()["probes"][0];
  EXPECT_EQ(probe["outcome"], "not refuted") << probe["sentence"];
  EXPECT_NE(std::string(probe["sentence"]).find("D is infinite"), std::string::npos) << probe["sentence"];
  std::vector<ProbeValue> finite = gains.values;
  for (ProbeValue &value : finite) value.along.primal_lower = value.along.primal_upper = 1;
  EXPECT_EQ(lower_bound_claim(gains.plan, gains.probes, {finite}).shown["probes"][0]["outcome"],
            "not decided");
}

// Values that could not be computed at the end of a sweep: D is that of the last one that could, and the
// sentence says what is missing. Must fail: D = 0 from a value that is not there.
TEST(InfiniteCosts, ValuesThatAreMissing)
{
  Along missing = along(growth + "1", "exp(0.3*t*cos(pi*x))");
  const double functional = missing.values.back().limit;
  EXPECT_EQ(scale_of(missing.values), functional);
  missing.values.back() = {};
  missing.values.back().parameter = 0.0125;
  missing.values.back().failure = "it is not resolved";
  EXPECT_EQ(scale_of(missing.values), functional);
  const std::string sentence = missing.bound()["probes"][0]["sentence"];
  EXPECT_NE(sentence.find("Not computed at lambda = 0.0125: it is not resolved."), std::string::npos)
      << sentence;
  EXPECT_EQ(sentence.find("D = 0:"), std::string::npos) << sentence;
  EXPECT_TRUE(std::isnan(scale_of({})));
}

// Where nothing moves and no force acts, D is round-off, and so is D_e. The bound holds, since D_e is never
// negative, and the curve recovers itself. Must fail: values that are as small, with a D that is not.
TEST(InfiniteCosts, FunctionalsThatVanish)
{
  const Along rest = along(growth + "1", "1 + 0.2*cos(pi*x)");
  const auto probe = rest.bound()["probes"][0];
  EXPECT_LT(rest.values.back().limit, 1e-20);
  EXPECT_EQ(probe["outcome"], "not refuted") << probe["sentence"];
  EXPECT_NE(std::string(probe["sentence"]).find("D is zero"), std::string::npos) << probe["sentence"];
  const auto recovery = claim_json(recovery_claim(rest.plan, {{"probe", "constant", rest.values}}));
  EXPECT_EQ(recovery["verdict"], "confirmed") << recovery["sentence"];
  std::vector<ProbeValue> below = rest.values;
  for (ProbeValue &value : below) value.limit = value.limit_here = 1;
  EXPECT_NE(lower_bound_claim(rest.plan, rest.probes, {below}).shown["probes"][0]["outcome"], "not refuted");
  EXPECT_NE(recovery_claim(rest.plan, {{"probe", "constant", below}}).verdict, Verdict::confirmed);
}
