// SPDX-License-Identifier: LGPL-2.1-or-later
// The table that `gammaflow coverage bars` keeps in reference/.
#include <gammaflow/study/coverage/random_coverage.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace gammaflow;

namespace
{
/// All bars of the part in time have one row: what is promised is promised of all of them.
const std::string all_in_time = "in time";

/// What is wrong with a table, in words: rows that contradict themselves, and promises that it does not keep.
std::set<std::string> faults_of(const std::string &table)
{
  std::istringstream lines(table);
  std::string line;
  std::getline(lines, line);
  std::set<std::string> faults, flows, kinds, known_flows, known_kinds;
  if (line != std::string("data,flow,dimension,") + bar_columns) faults.insert("columns");
  std::map<std::string, std::vector<CoverageCase>> all, smooth;
  while (std::getline(lines, line)) {
    const auto quote = line.rfind('"');
    const std::string flow = line.substr(line.find('"') + 1, quote - line.find('"') - 1);
    std::vector<std::string> cells;
    std::istringstream rest(line.substr(quote + 2));
    for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
    if (cells.size() != 9) {
      faults.insert("cells");
      continue;
    }
    CoverageCase one;
    one.norm = cells[3];
    one.bar = std::stod(cells[5]);
    one.error = std::stod(cells[6]);
    const double excess = std::stod(cells[7]);
    // four digits are written
    const bool equal = std::abs(one.bar - one.error) <= 1e-3 * one.error;
    if (!equal && one.covered() != (cells[8] == "yes")) faults.insert("covered");
    if (std::abs(one.excess() - excess) > 2e-3 * excess) faults.insert("bar / error");
    RandomCase data;
    data.kind = line.substr(0, line.find(','));
    const std::string name =
        data.in_time() ? all_in_time : (flow.find("study") == 0 ? "study " : "") + one.norm;
    all[name].push_back(one);
    if (data.smooth()) smooth[name].push_back(one);
    flows.insert(flow);
    kinds.insert(data.kind);
  }
  for (const RandomCase &one : random_cases(20, 1))
    known_flows.insert(one.flow), known_kinds.insert(one.kind);
  if (flows != known_flows || kinds != known_kinds) faults.insert("cases");
  for (const auto &[name, bars] : all)
    if (summary_of(bars).share() < (name == all_in_time ? 0.99 : 0.95)) faults.insert(name + " not covered");
  for (const auto &[name, bars] : smooth)
    if (summary_of(bars).median_excess > 10) faults.insert(name + " too wide");
  return faults;
}

/// Each bar of a norm, of references or of studies, times a factor.
std::string with_bars(const std::string &table, const std::string &norm, bool studies, double factor)
{
  std::istringstream lines(table);
  std::ostringstream out;
  for (std::string line; std::getline(lines, line);) {
    if ((line.find("\"study") != std::string::npos) != studies ||
        line.find("," + norm + ",") == std::string::npos) {
      out << line << '\n';
      continue;
    }
    const auto quote = line.rfind('"');
    std::vector<std::string> cells;
    std::istringstream rest(line.substr(quote + 2));
    for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
    CoverageCase one;
    one.norm = norm;
    one.bar = factor * std::stod(cells[5]);
    one.error = std::stod(cells[6]);
    one.tolerance = std::stod(cells[1]);
    one.time = std::stod(cells[4]);
    one.reached = cells[2] == "yes";
    out << line.substr(0, quote + 2) << cells[0] << ',';
    write_bar(out, one);
  }
  return out.str();
}
}  // namespace

// The table is of the cases that the program has, its rows agree with themselves, and it keeps what is
// promised. Must fail: one row that calls an error covered that is
// above its bar; a norm of one row that is not covered; bars a hundredth as large; bars two hundred times as
// large.
TEST(StoredCoverage, KeepsThePromise)
{
  std::ifstream file(GAMMAFLOW_SOURCE_DIR "/reference/coverage-bars.csv");
  std::stringstream text;
  text << file.rdbuf();
  const std::string table = text.str();
  const std::set<std::string> none;
  EXPECT_EQ(faults_of(table), none);

  const std::string row = "kink,\"L2, Dirichlet\",1,0.001,yes,";
  EXPECT_EQ(faults_of(table + row + "L2,0.5,1e-5,2e-5,0.5,yes\n"), std::set<std::string>{"covered"});
  EXPECT_EQ(faults_of(table + row + "another,0.5,1e-5,2e-5,0.5,NO\n"),
            std::set<std::string>{"another not covered"});
  EXPECT_EQ(faults_of(table + row + "L2,0.5,2e-5,1e-5,4,yes\n"), std::set<std::string>{"bar / error"});
  for (const bool studies : {false, true}) {
    const std::string name = studies ? "study L1" : "L1";
    EXPECT_EQ(faults_of(with_bars(table, "L1", studies, 0.01)).count(name + " not covered"), 1u);
    EXPECT_EQ(faults_of(with_bars(table, "L1", studies, 200)).count(name + " too wide"), 1u);
  }
}
