// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/infimum.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/decay/decay_finding.h>
#include <gammaflow/study/references/evolution_cache.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace gammaflow;

namespace
{
RefinedEvolution run_of(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 8; domain/degree = 4; time/end = 1; time/outputs = 4; time/tolerance = 1e-9; "
      "initial state/formula = exp(0.5*cos(pi*x)); " +
          settings,
      "test");
  EvolutionCache cache(std::size_t(1) << 28);
  return refined_evolution(cache, p, 2, 1e-9, p);
}
const std::string blob =
    "geometry/name = Fisher-Rao; energy/name = blob-KL; kernel/name = intrinsic Gaussian; kernel/bandwidth = "
    "0.1; "
    "time/end = 6; time/outputs = 12; target/formula = exp(cos(2*pi*x))";
}  // namespace

// The quotient with R* in the place of 2 R* is half of the rate, and is refuted by the constant 2 of the L2
// distance, whose quotient is 2 at all times.
TEST(MustFail, DecayWithoutTheFactorTwo)
{
  RefinedEvolution run = run_of("geometry/name = L2; energy/name = L2-distance; target/formula = 1");
  EXPECT_EQ(find_decay(run, decay_curve(run)).verdict, Verdict::confirmed);
  for (const auto &row : decay_curve(run).quotient) EXPECT_NEAR(row, 2, 1e-6);
  const auto halved = [](const std::shared_ptr<const Trajectory> &of) {
    Trajectory wrong = *of;
    for (LedgerRow &row : wrong.ledger) row.dual_rate /= 2;
    return std::make_shared<const Trajectory>(wrong);
  };
  for (auto *t : {&run.fine, &run.coarse, &run.coarser, &run.loose}) *t = halved(*t);
  EXPECT_EQ(find_decay(run, decay_curve(run)).verdict, Verdict::refuted);
}

// With inf F = 0 the quotient of blob-KL, which goes below 0, changes its sign along the flow.
TEST(MustFail, DecayOfBlobWithTheInfimumZero)
{
  const RefinedEvolution run = run_of(blob);
  const LedgerRow &last = run.fine->ledger.back();
  EXPECT_LT(2 * last.dual_rate / last.energy, 0) << "the wrong way has a positive quotient";
  const DecayCurve curve = decay_curve(run);
  for (const double q : curve.quotient)
    if (std::isfinite(q)) EXPECT_GT(q, 0);
  EXPECT_TRUE(std::isfinite(curve.quotient[0]));
}

// An infimum that was found, but not bounded from below, confirms no constant.
TEST(MustFail, UpperBoundOfAQuotientThatConfirms)
{
  const RefinedEvolution run = run_of(blob);
  DecayCurve curve = decay_curve(run);
  EXPECT_FALSE(curve.infimum.bracketed());
  const DecayFinding found = find_decay(run, curve);
  EXPECT_TRUE(std::isinf(found.infimum.low));
  EXPECT_NE(found.verdict, Verdict::confirmed);
  EXPECT_NE(found.sentence.find("upper bound"), std::string::npos);
}
