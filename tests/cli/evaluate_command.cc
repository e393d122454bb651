// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <cmath>
#include <sstream>

namespace
{
/// A number of the last line, counted from its end.
double last_number(const std::string &csv, int from_the_end = 0)
{
  std::string line, text;
  std::istringstream lines(csv);
  std::vector<std::string> fields;
  while (std::getline(lines, line)) text = line;
  std::istringstream columns(text);
  while (std::getline(columns, line, ',')) fields.push_back(line);
  return std::stod(fields.at(fields.size() - 1 - std::size_t(from_the_end)));
}
}  // namespace

// rho = pi + (rho0 - pi) e^-t: at a time that is no output and a point that is no node, on another mesh; the
// error bar covers the error.
TEST(EvaluateCommand, AnywhereAtAnyTime)
{
  Program program;
  program.write("flow.prm", small_flow("subsection energy\n set name = inclusive-KL\nend\n"));
  ASSERT_EQ(program.run("reference flow.prm --tolerance 1e-6 --output kept").code, 0);
  const auto outcome = program.run("evaluate kept --times 0.31 --points 0.123 --quantiles 0.5 --output at");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const double pi = std::acos(-1.), x = 0.123, target = 1 + 0.3 * std::cos(2 * pi * x),
               exact = target + (1 + 0.5 * std::cos(pi * x) - target) * std::exp(-0.31);
  const std::string values = program.read("at/values.csv");
  expect_words(values, {"time,x,u,error bar\n"});
  const double error = std::abs(last_number(values, 1) - exact);
  EXPECT_LE(error, last_number(values));
  EXPECT_LE(last_number(values), 2e-6);
  const auto left_of = [pi](double y) {  // int_0^y rho
    return y + std::exp(-0.31) * 0.5 * std::sin(pi * y) / pi +
           (1 - std::exp(-0.31)) * 0.3 * std::sin(2 * pi * y) / (2 * pi);
  };
  EXPECT_NEAR(last_number(program.read("at/distribution.csv")), left_of(x), 1e-6);
  EXPECT_NEAR(left_of(last_number(program.read("at/quantiles.csv"))), 0.5, 1e-6);

  program.write("other.prm", "subsection domain\n set cells = 5\n set degree = 2\n set grading = 3\nend\n");
  ASSERT_EQ(program.run("evaluate kept --times 0.31 --mesh other.prm --output on").code, 0);
  const double at_one = 1.3 + (0.5 - 1.3) * std::exp(-0.31);
  EXPECT_NEAR(last_number(program.read("on/values.csv"), 1), at_one, 1e-4);

  // a run can be evaluated, too, without error bars
  ASSERT_EQ(program.run("run flow.prm --output ran").code, 0);
  ASSERT_EQ(program.run("evaluate ran --times 0.31 --points 0.123").code, 0);
  EXPECT_NEAR(last_number(program.read("ran/evaluated/values.csv")), exact, 1e-4);
}

// With one late output, where the flow is at rest: in between, where it moves, the error is orders of
// magnitude larger than there, and so is the bar.
TEST(EvaluateCommand, BarsBetweenOutputsAreNotThoseOfTheOutputs)
{
  Program program;
  program.write("flow.prm", small_flow("subsection energy\n set name = inclusive-KL\nend\n"));
  ASSERT_EQ(program
                .run("reference flow.prm --tolerance 1e-3 --output kept --set 'time/end = 20' --set "
                     "'time/outputs = 1'")
                .code,
            0);
  const double pi = std::acos(-1.);
  for (const double t : {0.05, 0.5, 2.}) {
    ASSERT_EQ(program
                  .run("evaluate kept --points 0.5 --output at" + std::to_string(t) + " --times " +
                       std::to_string(t))
                  .code,
              0);
    const std::string values = program.read("at" + std::to_string(t) + "/values.csv");
    const double target = 1 + 0.3 * std::cos(pi),
                 error = std::abs(last_number(values, 1) - target - (1 - target) * std::exp(-t));
    EXPECT_LE(error, last_number(values)) << t;
    EXPECT_GE(last_number(values), 1e-3) << t;  // what was asked for
  }
}

TEST(EvaluateCommand, BadInput)
{
  Program program;
  program.write("flow.prm", small_flow());
  ASSERT_EQ(program.run("run flow.prm --output ran").code, 0);
  program.expect_refused("evaluate nowhere", {"nowhere", "holds no evolution"});
  program.expect_refused("evaluate ran --times 0.7", {"0.7", "not in the interval"});
  program.expect_refused("evaluate ran --times soon", {"--times", "soon"});
  program.expect_refused("evaluate ran --points 2", {"outside the domain"});
  program.expect_refused("evaluate ran --points '0.1,0.2'", {"coordinates"});
  program.expect_refused("evaluate ran --quantiles 1.5", {"between 0 and 1"});
  // must fail: a case that is not that of the states
  program.write("ran/case.prm", small_flow("subsection domain\n set cells = 9\nend\n"));
  program.expect_refused("evaluate ran --times 0.2", {"another mesh"});
}
