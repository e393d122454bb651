// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/comparison/judgement/verdict.h>
#include <gammaflow/comparison/judgement/verdict_coverage.h>
#include <gammaflow/measures/monotone_coupling.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tests/comparison/closed_forms.h>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

// Deliberately wrong distances and wrong data, held against the checks that the right ones pass.
namespace
{
/// The check of tests/comparison/distances.cc.
bool passes(const std::string &name, const ClosedForms &forms, const Between &between)
{
  return deviation_from_closed_form(name, forms, between) < 1e-9;
}

/// Both statements, from the distances alone.
bool confirmed(const std::vector<SweepValue> &values, double predicted)
{
  return judge_order(values, predicted).verdict == Verdict::confirmed &&
         judge_limit(values, predicted).verdict == Verdict::confirmed;
}
}  // namespace

TEST(MustFail, SwappedKL)
{
  const ClosedForms forms = gaussians();
  EXPECT_TRUE(passes("KL", forms, registered_distance("KL", forms.space)));
  EXPECT_FALSE(passes("KL", forms, registered_distance("reverse KL", forms.space)));
  EXPECT_FALSE(passes("reverse KL", forms, registered_distance("KL", forms.space)));
}

TEST(MustFail, KLWithTheWrongSignOfTheMassTerm)
{
  ClosedForms forms = gaussians();
  const Between wrong = [&](const Vector &a, const Vector &b) {
    double sum = 0;
    for (std::size_t i = 0; i < size(a); ++i)
      sum += data(forms.space->weights())[i] *
             (data(a)[i] * std::log(data(a)[i] / data(b)[i]) + data(a)[i] - data(b)[i]);
    return sum;
  };
  // Equal masses hide it: the check needs a pair of different mass, where KL(2b | b) = 2 log 2 - 1.
  Vector doubled = forms.b;
  doubled *= 2;
  const double exact = 2 * std::log(2) - 1;
  EXPECT_NEAR(registered_distance("KL", forms.space)(doubled, forms.b), exact, 1e-9);
  EXPECT_GT(std::abs(wrong(doubled, forms.b) - exact), 1e-9);
}

TEST(MustFail, ForgottenWeights)
{
  const ClosedForms forms = ramps();
  EXPECT_TRUE(passes("L2", forms, registered_distance("L2", forms.space)));
  EXPECT_FALSE(passes("L2", forms, [&](const Vector &a, const Vector &b) {
    Vector d = a;
    d -= b;
    return d.l2_norm() * std::sqrt(forms.space->volume() / double(size(a)));
  }));
}

TEST(MustFail, HellingerWithoutItsFactor)
{
  const ClosedForms forms = gaussians();
  const Between right = registered_distance("Hellinger", forms.space);
  EXPECT_TRUE(passes("Hellinger", forms, right));
  EXPECT_FALSE(passes("Hellinger", forms, [&](const Vector &a, const Vector &b) { return right(a, b) / 2; }));
}

TEST(MustFail, HMinus1WithTheSquareOfTheInverse)
{
  const ClosedForms forms = ramps();
  EXPECT_TRUE(passes("H-1", forms, registered_distance("H-1", forms.space)));
  const auto inverse = forms.space->laplacian().prepare(SpectralFunction::pseudo_inverse());
  EXPECT_FALSE(passes("H-1", forms, [&](const Vector &a, const Vector &b) {
    Vector d = a, phi = forms.space->zero();
    d -= b;
    inverse->apply(d, phi);
    return forms.space->norm(phi);
  }));
}

TEST(MustFail, WassersteinWithoutTheDensity)
{
  // int D(x)^2 dx instead of int D(x)^2 f(x) dx; and W1 without the absolute value.
  const ClosedForms forms = gaussians(), ramp = ramps();
  EXPECT_TRUE(passes("W2", forms, registered_distance("W2", forms.space)));
  const auto integral = [](const ClosedForms &c, const auto &function) {
    const MonotoneCoupling coupling(c.space->tensor_grid()->direction[0], c.a, c.b);
    double sum = 0;
    const double lower = c.space->lower()[0], h = (c.space->upper()[0] - lower) / 10000;
    for (int i = 0; i < 10000; ++i) sum += h * function(coupling, lower + (i + 0.5) * h);
    return sum;
  };
  const double unweighted = std::sqrt(
      integral(forms, [](const MonotoneCoupling &c, double x) { return std::pow(c.displacement(x), 2); }));
  EXPECT_FALSE(passes("W2", forms, [&](const Vector &, const Vector &) { return unweighted; }));
  const double signed_w1 =
      integral(ramp, [](const MonotoneCoupling &c, double x) { return c.cdf_difference(x); });
  EXPECT_FALSE(passes("W1", ramp, [&](const Vector &, const Vector &) { return signed_w1; }));
}

TEST(MustFail, FirstOrderIsNotSecondOrder)
{
  const auto first = sweep([](double e) { return e * (1 + 0.5 * e); }, 6, 1e-3, 0.2);
  EXPECT_TRUE(confirmed(first, 1));
  EXPECT_FALSE(confirmed(first, 2));
  EXPECT_FALSE(confirmed(first, 1.5));
  EXPECT_FALSE(confirmed(sweep([](double e) { return e * e; }), 1));
}

TEST(MustFail, SaturationIsNotConvergence)
{
  for (const double limit : {0.05, 0.2, 1.0})
    for (const double predicted : {0.05, 0.25, 0.5, 1.0, 2.0})
      EXPECT_FALSE(confirmed(sweep([=](double e) { return limit + e; }, 7), predicted)) << limit;
}

TEST(MustFail, DiscretizationErrorIsNotADistance)
{
  // d = e + an error of the discretization that is not declared: the last points level off, and are not
  // confirmed.
  EXPECT_FALSE(confirmed(sweep([](double e) { return e + 0.02; }, 7), 1));
  // A declared one is left out.
  auto values = sweep([](double e) { return e + 3e-5; }, 9, 0);
  for (SweepValue &v : values) v.delta = 3e-5;
  EXPECT_TRUE(confirmed(values, 1));
}

TEST(MustFail, DifferentFlowsAreNotEqual)
{
  EXPECT_EQ(judge_equality({{1, 2e-6, 1e-7}}, 1e-6).verdict, Verdict::refuted);
}

// The rates that tests/comparison/verdict_coverage.cc holds are not kept by these judges.
namespace
{
bool kept(const std::vector<SyntheticClass> &classes, const SweepJudge &judge)
{
  const auto rows = verdict_coverage(classes, 60, judge);
  return std::all_of(rows.begin(), rows.end(), [](const VerdictRow &row) { return row.kept(3); });
}

std::vector<SyntheticClass> with_hidden_limits()
{
  std::vector<SyntheticClass> result;
  for (const auto &classes : {synthetic_scalar_classes(), synthetic_field_classes()})
    for (const SyntheticClass &c : classes)
      if (c.hidden_limit) result.push_back(c);
  return result;
}
}  // namespace

// An order says nothing of a limit: without the models of a limit, and without the states, a hidden one is
// confirmed.
TEST(MustFail, LimitsFromOrdersAlone)
{
  const auto classes = with_hidden_limits();
  ASSERT_EQ(classes.size(), 5u);
  EXPECT_TRUE(kept(classes, judge_sweep));
  EXPECT_FALSE(kept(classes, [](const SyntheticSweep &sweep, double order) {
    SweepVerdicts verdicts = judge_sweep(sweep, order);
    verdicts.limit = verdicts.order;
    return verdicts;
  }));
}

// The best value of a limit instead of its bound: what the bars leave open is confirmed.
TEST(MustFail, TheLimitOfTheBestFit)
{
  std::vector<SyntheticClass> hidden;
  for (const SyntheticClass &c : synthetic_scalar_classes())
    if (c.hidden_limit) hidden.push_back(c);
  EXPECT_FALSE(kept(hidden, [](const SyntheticSweep &sweep, double order) {
    SweepVerdicts verdicts = judge_sweep(sweep, order);
    const LimitStatement s = judge_limit(sweep.values, order);
    double least = s.bound;
    for (const LimitModel &model : s.models)
      if (model.accepted) least = std::min(least, model.low);
    if (least <= s.part * s.smallest) verdicts.limit = Verdict::confirmed;
    return verdicts;
  }));
}

// Orders without the models of two orders near each other: a tenth of the lower one is not seen.
TEST(MustFail, OrdersWithoutMixedModels)
{
  std::vector<SyntheticClass> near;
  for (const SyntheticClass &c : synthetic_scalar_classes())
    if (c.name.find("the same") != std::string::npos) near.push_back(c);
  ASSERT_EQ(near.size(), 2u);
  EXPECT_TRUE(kept(near, judge_sweep));
  EXPECT_FALSE(kept(near, [](const SyntheticSweep &sweep, double order) {
    SweepVerdicts verdicts = judge_sweep(sweep, order);
    double low = order, high = order;
    for (const OrderModel &model : judge_order(sweep.values, order).models)
      if (model.accepted && model.name.rfind("a e^", 0) != 0) {
        low = std::min(low, model.low);
        high = std::max(high, model.high);
      }
    verdicts.order =
        low > order - 0.25 && high < order + 0.25 ? Verdict::confirmed : Verdict::not_established;
    return verdicts;
  }));
}

// Without the models of Gaussian tails, half an order is confirmed where the order is 1.
TEST(MustFail, OrdersThatForgetTails)
{
  std::vector<SyntheticClass> tails;
  for (const SyntheticClass &c : synthetic_scalar_classes())
    if (c.name.find("rho a Gaussian to 1e-3") != std::string::npos) tails.push_back(c);
  ASSERT_EQ(tails.size(), 1u);
  EXPECT_TRUE(kept(tails, judge_sweep));
  EXPECT_FALSE(kept(tails, [](const SyntheticSweep &sweep, double order) {
    SweepVerdicts verdicts = judge_sweep(sweep, order);
    const OrderStatement s = judge_order(sweep.values, order);
    double low = order, high = order;
    for (const OrderModel &model : s.models)
      if (model.accepted && model.name.find("Gaussian tails") == std::string::npos) {
        low = std::min(low, model.low);
        high = std::max(high, model.high);
      }
    const double last = s.local_orders.back();
    if (low > order - 0.25 && high < order + 0.25 && std::abs(last - order) < 0.15)
      verdicts.order = Verdict::confirmed;
    return verdicts;
  }));
}

// An interval without the model that is the true one does not hold the order often enough.
TEST(MustFail, IntervalsOfOneModel)
{
  const std::vector<SyntheticClass> clean = {synthetic_scalar_classes().front()};
  EXPECT_TRUE(kept(clean, judge_sweep));
  EXPECT_FALSE(kept(clean, [](const SyntheticSweep &sweep, double order) {
    SweepVerdicts verdicts = judge_sweep(sweep, order);
    for (const OrderModel &model : judge_order(sweep.values, order).models)
      if (model.accepted && !model.order_is_given) {
        const bool holds = model.low - 0.01 <= sweep.order && sweep.order <= model.high + 0.01;
        verdicts.interval = holds ? Verdict::confirmed : Verdict::refuted;
      }
    return verdicts;
  }));
}

// Bars taken as zero: noise is then held against the models, and nothing is found to be as it is.
TEST(MustFail, BarsTakenAsZero)
{
  const std::vector<SyntheticClass> clean = {synthetic_scalar_classes().front()};
  EXPECT_TRUE(kept(clean, judge_sweep));
  EXPECT_FALSE(kept(clean, [](SyntheticSweep sweep, double order) {
    for (SweepValue &v : sweep.values) v.delta *= 1e-3;
    return judge_sweep(sweep, order);
  }));
}

// A judge that never decides confirms nothing false, and is of no use.
TEST(MustFail, AJudgeThatNeverDecides)
{
  EXPECT_FALSE(kept({synthetic_scalar_classes().front()},
                    [](const SyntheticSweep &, double) { return SweepVerdicts(); }));
}
