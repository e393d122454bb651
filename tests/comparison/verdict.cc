#include <gammaflow/comparison/verdict.h>

#include <gtest/gtest.h>

#include <cmath>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
Judgement judge(const std::vector<SweepValue> &values, double predicted, double budget = 0.05)
{
  return judge_convergence(fit_rate(values, budget), predicted, values);
}

bool says(const Judgement &judgement, const std::string &words)
{
  return judgement.sentence.find(words) != std::string::npos;
}
}  // namespace

// The words stand in certificates and are read by programs.
TEST(Verdicts, Words)
{
  EXPECT_EQ(to_string(Verdict::confirmed), "confirmed");
  EXPECT_EQ(to_string(Verdict::refuted), "refuted");
  EXPECT_EQ(to_string(Verdict::not_established), "not established");
  EXPECT_EQ(to_string(Verdict::not_applicable), "not applicable");
}

TEST(Verdicts, ConvergenceAsPredicted)
{
  for (const double q : {0.5, 1.0, 2.0}) {
    const Judgement j = judge(sweep([=](double e) { return std::pow(e, q) * (1 + 0.3 * e); }), q);
    EXPECT_EQ(j.verdict, Verdict::confirmed) << j.sentence;
    EXPECT_TRUE(j.limit_supported);
    EXPECT_NEAR(j.observed, q, j.uncertainty);
    EXPECT_TRUE(says(j, "predicted"));
  }
}

// A confirmation by tolerance alone says that it is one, and a smaller tolerance withdraws it.
TEST(Verdicts, ConfirmedByToleranceAlone)
{
  const auto nearly = sweep([](double e) { return std::pow(e, 0.9); });
  const Judgement lenient = judge(nearly, 1);
  EXPECT_EQ(lenient.verdict, Verdict::confirmed);
  EXPECT_TRUE(says(lenient, "by more than the uncertainty of the fit")) << lenient.sentence;
  const Judgement strict = judge_convergence(fit_rate(nearly, 0.05), 1, nearly, {0.02});
  EXPECT_EQ(strict.verdict, Verdict::refuted) << strict.sentence;
  EXPECT_FALSE(says(judge(sweep([](double e) { return e; }), 1), "uncertainty of the fit"));
}

// Another order refutes the order, not the limit, whichever side it is on.
TEST(Verdicts, AnotherOrder)
{
  const auto linear = sweep([](double e) { return e; });
  const Judgement slower = judge(linear, 2), faster = judge(linear, 0.5);
  EXPECT_EQ(slower.verdict, Verdict::refuted);
  EXPECT_TRUE(slower.limit_supported);
  EXPECT_TRUE(says(slower, "slower") && says(slower, "the limit itself is supported") &&
              says(slower, "order 1 +-"))
      << slower.sentence;
  EXPECT_EQ(faster.verdict, Verdict::refuted);
  EXPECT_TRUE(faster.limit_supported);
  EXPECT_TRUE(says(faster, "faster") && says(faster, "the limit itself is supported")) << faster.sentence;
}

TEST(Verdicts, AnotherLimit)
{
  const Judgement j = judge(sweep([](double e) { return 0.4 + e; }, 8), 1);
  EXPECT_EQ(j.verdict, Verdict::refuted);
  EXPECT_FALSE(j.limit_supported);
  EXPECT_TRUE(says(j, "The distance tends to 0.4") && says(j, "not to 0")) << j.sentence;
}

TEST(Verdicts, Divergence)
{
  const Judgement j = judge(sweep([](double e) { return 1 / e; }), 1);
  EXPECT_EQ(j.verdict, Verdict::refuted);
  EXPECT_FALSE(j.limit_supported);
  EXPECT_TRUE(says(j, "grows")) << j.sentence;
}

// What the data do not decide is not decided, and the reason is named.
TEST(Verdicts, NotEstablished)
{
  const Judgement few = judge(sweep([](double e) { return e; }, 2), 1);
  EXPECT_EQ(few.verdict, Verdict::not_established);
  EXPECT_TRUE(says(few, "a fit needs three")) << few.sentence;

  const Judgement unresolved = judge(sweep([](double e) { return e; }, 6, 0.2), 1);
  EXPECT_EQ(unresolved.verdict, Verdict::not_established);
  EXPECT_TRUE(says(unresolved, "unresolved")) << unresolved.sentence;

  const Judgement wide = judge(sweep([](double e) { return e; }, 3, 0.2), 1, 0.5);
  EXPECT_EQ(wide.verdict, Verdict::not_established);
  EXPECT_TRUE(says(wide, "the error bars are too wide")) << wide.sentence;

  const Judgement short_range = judge(sweep([](double e) { return 1 + e; }, 3, 0.04, 0.01), 1);
  EXPECT_NE(short_range.verdict, Verdict::confirmed) << short_range.sentence;

  const Judgement drifting = judge({{0.8, 64, 0.1}, {0.4, 8, 0.01}, {0.2, 2, 0.01}, {0.1, 1, 0.01}}, 1);
  EXPECT_EQ(drifting.verdict, Verdict::not_established) << drifting.sentence;
}

// Between tolerance and tolerance + uncertainty nothing is decided.
TEST(Verdicts, TheGapBetweenEqualAndDifferent)
{
  RateFit fit = fit_rate(sweep([](double e) { return e; }), 0.05);
  const auto values = sweep([](double e) { return e; });
  fit.uncertainty = 0.1;
  fit.order = 1.14;
  EXPECT_EQ(judge_convergence(fit, 1, values).verdict, Verdict::confirmed);
  fit.order = 1.2;
  EXPECT_EQ(judge_convergence(fit, 1, values).verdict, Verdict::not_established);
  fit.order = 1.26;
  EXPECT_EQ(judge_convergence(fit, 1, values).verdict, Verdict::refuted);
  fit.uncertainty = 0.31;
  fit.order = 1;
  EXPECT_EQ(judge_convergence(fit, 1, values).verdict, Verdict::not_established);
}

TEST(Verdicts, Equality)
{
  const double nan = std::nan("");
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-9, 1e-10}}, 1e-8).verdict, Verdict::confirmed);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-8, 1e-10}}, 1e-8).verdict, Verdict::refuted);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-9, 1e-8}}, 1e-8).verdict, Verdict::not_established);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, 1e-10}, {0.2, nan, 1e-10}}, 1e-8).verdict, Verdict::not_established);
  EXPECT_EQ(judge_equality({{0.1, 1e-9, nan}}, 1e-8).verdict, Verdict::not_established);
  EXPECT_EQ(judge_equality({}, 1e-8).verdict, Verdict::not_established);
  const Judgement j = judge_equality({{0.1, 1e-9, 1e-10}, {0.2, 2e-9, 1e-10}}, 1e-8);
  EXPECT_EQ(j.observed, 2e-9);
  EXPECT_TRUE(says(j, "equal at the output times to the tolerance 1e-08"));
  EXPECT_TRUE(
      says(judge_equality({{0.1, 1e-9, 1e-10}}, 1e-8, "between all steps"), "equal between all steps"));
  // What is not a number decides nothing, although a later point would refute.
  EXPECT_EQ(judge_equality({{0.1, nan, 1e-10}, {0.2, 2e-8, 1e-10}}, 1e-8).verdict, Verdict::not_established);
}
