// SPDX-License-Identifier: LGPL-2.1-or-later
// Error bars of event times against a closed form.
#include <gammaflow/program/observable_files.h>
#include <gammaflow/program/scratch_directory.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace gammaflow;

namespace
{
/// The numbers of a line of a table, after so many columns.
std::vector<double> numbers(const std::string &line, unsigned skip)
{
  std::stringstream parts(line);
  std::string part;
  std::vector<double> result;
  for (unsigned i = 0; std::getline(parts, part, ','); ++i)
    if (i >= skip) result.push_back(std::stod(part));
  return result;
}
std::vector<std::string> lines(const std::string &file)
{
  std::ifstream in(file);
  std::vector<std::string> result;
  for (std::string line; std::getline(in, line);) result.push_back(line);
  return result;
}
}  // namespace

// u = cos(pi x) e^(-pi^2 t) crosses a level at a known time. The bar holds it, and is not below the bar of u
// over its slope. Must fail: a hundredth of that bar is below it.
TEST(EventBars, NotBelowTheBarOfTheQuantityOverItsSlope)
{
  for (const double tolerance : {1e-2, 1e-4, 1e-6}) {
    Parameters p;
    p.assign_all(
        "domain/cells = 2; domain/degree = 3; energy/name = Dirichlet; geometry/name = L2; initial "
        "state/formula "
        "= cos(pi*x); time/end = 0.2; time/outputs = 4; observables/quantities = u(0.3); observables/events "
        "= "
        "half: u(0.3) = 0.25",
        "test");
    const CertifiedEvolution run = certified_evolution(p, tolerance);
    const ScratchDirectory scratch("event_bars");
    write_observables(scratch.path(), run);
    const std::vector<std::string> events = lines(scratch.path() + "/events.csv"),
                                   values = lines(scratch.path() + "/observables.csv");
    ASSERT_EQ(events.size(), 2u);
    const std::string after =
        events[1].substr(events[1].find("0.25\"") == std::string::npos ? events[1].find("0.25,") + 5
                                                                       : events[1].find("0.25\"") + 6);
    const std::vector<double> event = numbers(after, 0);
    ASSERT_EQ(event.size(), 2u);
    const double exact = std::log(std::cos(0.3 * M_PI) / 0.25) / (M_PI * M_PI), slope = 0.25 * M_PI * M_PI;
    EXPECT_LE(std::abs(event[0] - exact), event[1]) << tolerance;
    double bar = 1;  // the smaller one of the outputs around the event
    for (std::size_t n = 2; n < values.size(); ++n) {
      const std::vector<double> row = numbers(values[n], 0);
      if (std::abs(row[0] - exact) < 0.05) bar = std::min(bar, row[2]);
    }
    EXPECT_GE(event[1], 0.8 * bar / slope) << tolerance;
    EXPECT_LT(event[1] / 100, 0.8 * bar / slope) << tolerance;
  }
}
