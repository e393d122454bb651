// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/rate_table.h>

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <tests/comparison/synthetic.h>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
RateTable table()
{
  RateTable result("ridge");
  const auto linear = sweep([](double e) { return e / 3; }, 4),
             flat = sweep([](double e) { return 2 + 0 * e; }, 4);
  result.add("L2", linear, judge_order(linear, 1));
  result.add("reverse KL", flat, judge_order(flat, 1));
  result.add("dual_dissipation", linear, judge_order(linear, 1));
  return result;
}
}  // namespace

// A CSV that loses digits, or whose columns shift where there is no order.
TEST(RateTables, CSVKeepsEveryDigit)
{
  std::ostringstream out;
  table().write_csv(out);
  std::istringstream in(out.str());
  std::string line;
  std::getline(in, line);
  EXPECT_EQ(line, "distance,ridge,value,delta,local_order,resolved,used");
  unsigned rows = 0;
  for (; std::getline(in, line); ++rows) {
    const double e = std::ldexp(0.5, -int(rows % 4));
    const bool linear = rows / 4 != 1;
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 6) << line;
    std::istringstream fields(line);
    std::string name, parameter, value, delta, order;
    std::getline(fields, name, ',');
    std::getline(fields, parameter, ',');
    std::getline(fields, value, ',');
    std::getline(fields, delta, ',');
    std::getline(fields, order, ',');
    EXPECT_EQ(name, rows < 4 ? "\"L2\"" : rows < 8 ? "\"reverse KL\"" : "\"dual_dissipation\"");
    EXPECT_EQ(std::stod(parameter), e);
    EXPECT_EQ(std::stod(value), linear ? e / 3 : 2);
    if (rows % 4 == 0) {
      EXPECT_EQ(order, "");
    } else {
      EXPECT_NEAR(std::stod(order), linear ? 1 : 0, 1e-12);
    }
  }
  EXPECT_EQ(rows, 12u);
}

TEST(RateTables, Intervals)
{
  std::ostringstream out;
  table().write_orders_csv(out);
  const std::string text = out.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  EXPECT_NE(text.find("\"L2\",1,"), std::string::npos);
}

// The rates of deal.II's table are the local orders: a table over the parameter itself would show them
// negative.
TEST(RateTables, TextAndLatex)
{
  std::ostringstream text, latex;
  table().write_text(text);
  table().write_latex(latex);
  EXPECT_NE(text.str().find("1.00"), std::string::npos) << text.str();
  EXPECT_EQ(text.str().find("-1.00"), std::string::npos) << text.str();
  EXPECT_EQ(text.str().find("inverse"), std::string::npos) << text.str();
  EXPECT_NE(text.str().find("L2: order in ["), std::string::npos) << text.str();
  EXPECT_NE(text.str().find("reverse KL: order in ["), std::string::npos) << text.str();
  EXPECT_NE(latex.str().find("\\begin{tabular}"), std::string::npos) << latex.str();
  EXPECT_NE(latex.str().find("$L^2$"), std::string::npos) << latex.str();
  EXPECT_NE(latex.str().find("dual\\_dissipation"), std::string::npos) << latex.str();
}

// Distances over different parameters in one table would be compared row by row as if they were the same.
TEST(RateTables, RefusesOtherParameters)
{
  RateTable t = table();
  const auto other = sweep([](double e) { return e; }, 4, 0.01, 0.4),
             longer = sweep([](double e) { return e; }, 5);
  EXPECT_THROW(t.add("L1", other, judge_order(other, 1)), std::logic_error);
  EXPECT_THROW(t.add("L1", longer, judge_order(longer, 1)), std::logic_error);
}
