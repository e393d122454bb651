// A small part of `gammaflow coverage bars`: flows with closed forms from random data.
#include <gammaflow/study/coverage/random_coverage.h>

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace gammaflow;

// The same seed gives the same data, of every kind, in 1D and 2D.
TEST(RandomCoverage, CasesAreSeeded)
{
  const auto one = random_cases(5, 1), again = random_cases(5, 1), other = random_cases(6, 1);
  ASSERT_EQ(one.size(), again.size());
  std::set<std::string> kinds, flows;
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].settings, again[i].settings);
    kinds.insert(one[i].kind + std::to_string(one[i].dim));
    flows.insert(one[i].flow);
  }
  EXPECT_NE(one.front().settings, other.front().settings);
  EXPECT_EQ(kinds.size(), 14u);
  EXPECT_EQ(flows.size(), 6u);
}

// In 1D, two flows, every kind of data. Must fail: bars a tenth as large.
TEST(RandomCoverage, BarsCover)
{
  std::vector<RandomResult> results;
  for (RandomCase one : random_cases(5, 1)) {
    const bool chosen = one.flow == "Fisher-Rao, KL" || one.flow == "L2, Dirichlet" || !one.other.empty();
    if (one.dim != 1 || !chosen || one.tolerance < 1e-3) continue;
    one.settings += "; reference/seconds = 10";
    results.push_back(coverage_of(one));
  }
  for (const auto &result : results)
    for (const auto &bar : result.bars)
      if (!bar.covered())
        std::cout << "  not covered: " << result.data.kind << ", " << result.data.flow << ", " << bar.norm
                  << " at t = " << bar.time << ": error " << bar.error << ", bar " << bar.bar << "\n";
  auto all = bars_of(results, "", "");
  const auto smooth = bars_of(results, "smooth", "");
  std::cout << "  " << summary_of(all).covered << " of " << summary_of(all).cases
            << ", bar / error of smooth data " << summary_of(smooth).median_excess << "\n";
  EXPECT_GE(summary_of(all).share(), 0.95);
  for (auto &bar : all) bar.bar /= 10;
  EXPECT_LT(summary_of(all).share(), 0.95);
}

// The stored table is of the cases that the program has, and keeps what is promised; the must-fail twins:
// bars a tenth as large do not cover, bars twenty times as large are too wide.
TEST(RandomCoverage, TheStoredTableKeepsThePromise)
{
  std::ifstream file(GAMMAFLOW_SOURCE_DIR "/reference/coverage-bars.csv");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  std::map<std::string, std::vector<CoverageCase>> by_norm, smooth;
  std::set<std::string> flows, kinds;
  while (std::getline(file, line)) {
    const auto quote = line.rfind('"');
    const std::string flow = line.substr(line.find('"') + 1, quote - line.find('"') - 1);
    std::vector<std::string> cells;
    std::istringstream rest(line.substr(quote + 2));
    for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
    ASSERT_EQ(cells.size(), 9u) << line;
    CoverageCase one;
    one.norm = cells[3];
    one.bar = std::stod(cells[5]);
    one.error = std::stod(cells[6]);
    RandomCase data;
    data.kind = line.substr(0, line.find(','));
    const bool study = flow.find("study") == 0;
    by_norm[(study ? "study " : "") + one.norm].push_back(one);
    if (data.smooth() && !study) smooth[one.norm].push_back(one);
    flows.insert(flow);
    kinds.insert(data.kind);
  }
  std::set<std::string> known_flows, known_kinds;
  for (const RandomCase &one : random_cases(20, 1))
    known_flows.insert(one.flow), known_kinds.insert(one.kind);
  EXPECT_EQ(flows, known_flows);
  EXPECT_EQ(kinds, known_kinds);
  for (auto &[norm, bars] : by_norm) {
    EXPECT_GE(summary_of(bars).share(), 0.95) << norm;
    std::cout << "  " << norm << ": " << summary_of(bars).covered << " of " << bars.size() << "\n";
  }
  for (auto &[norm, bars] : smooth) {
    EXPECT_LE(summary_of(bars).median_excess, 10) << norm;
    for (auto &bar : bars) bar.bar *= norm == "KL" ? 400 : 20;
    EXPECT_GT(summary_of(bars).median_excess, 10) << norm;
  }
  std::vector<CoverageCase> all = by_norm["L1"];
  for (auto &bar : all) bar.bar /= 10;
  EXPECT_LT(summary_of(all).share(), 0.95);
}
