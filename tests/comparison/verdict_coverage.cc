#include <gammaflow/comparison/judgement/verdict_coverage.h>

#include <gtest/gtest.h>

using namespace gammaflow;

namespace
{
constexpr unsigned sweeps = 120;

/// Rates of so few sweeps are held to what is required plus three standard deviations.
void expect_kept(const std::vector<VerdictRow> &rows)
{
  for (const VerdictRow &row : rows)
    EXPECT_TRUE(row.kept(3)) << row.name << ", " << row.statement << ": " << row.rates.confirmed
                             << " confirmed, " << row.rates.refuted << " refuted of " << row.rates.all();
}
}  // namespace

// What is required of the verdicts about sweeps whose order and limit are known: reference/verdicts.csv has
// more of them. A judge that confirms what is false, or nothing at all, is found here.
TEST(VerdictCoverage, ScalarSweeps)
{
  expect_kept(verdict_coverage(synthetic_scalar_classes(), sweeps));
}

TEST(VerdictCoverage, SweepsOfFields)
{
  expect_kept(verdict_coverage(synthetic_field_classes(), sweeps));
}

// The displaced values stay within their bars; otherwise the classes would ask for what cannot be.
TEST(VerdictCoverage, BarsCoverTheDisplacement)
{
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    const SyntheticSweep sweep = synthetic_scalar_classes().at(1).draw(random);
    for (const SweepValue &v : sweep.values) {
      const double exact = std::pow(v.parameter, sweep.order);
      EXPECT_LE(std::abs(v.value - exact), v.delta * (1 + 1e-9));
    }
  }
}

TEST(VerdictCoverage, RowsSayWhetherTheyAreKept)
{
  VerdictRow row{"class", "order", {90, 1, 9}, 0.9, 1, 0.005};
  EXPECT_FALSE(row.kept());
  EXPECT_TRUE(row.kept(1));
  row.rates = {90, 0, 10};
  EXPECT_TRUE(row.kept());
  row.least_confirmed = 0.95;
  EXPECT_FALSE(row.kept());
  EXPECT_NE(verdict_coverage_csv({row}).find("\"class\",\"order\",100,90,0,10,95,100,0.5,NO"),
            std::string::npos)
      << verdict_coverage_csv({row});
}
