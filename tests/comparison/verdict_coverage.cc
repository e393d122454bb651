// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/verdict_coverage.h>

#include <gtest/gtest.h>

#include <fstream>

using namespace gammaflow;

namespace
{
std::vector<std::string> lines_of(const std::string &file)
{
  std::ifstream in(file);
  std::vector<std::string> result;
  for (std::string line; std::getline(in, line);) result.push_back(line);
  return result;
}

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

// reference/verdicts.csv is the table of the classes and limits of today, each row kept.
TEST(VerdictCoverage, StoredTable)
{
  const auto stored = lines_of(std::string(GAMMAFLOW_SOURCE_DIR) + "/reference/verdicts.csv");
  auto classes = synthetic_scalar_classes();
  const auto fields = synthetic_field_classes();
  classes.insert(classes.end(), fields.begin(), fields.end());
  ASSERT_EQ(stored.size(), 1 + 6 * classes.size());
  for (std::size_t k = 0; k < classes.size(); ++k)
    for (std::size_t i = 1; i <= 6; ++i) {
      const std::string &row = stored[6 * k + i];
      EXPECT_EQ(row.rfind('"' + classes[k].name + '"', 0), 0u) << row;
      EXPECT_NE(row.find(",1000,"), std::string::npos) << row;
      EXPECT_EQ(row.substr(row.size() - 4), ",yes") << row;
    }
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
