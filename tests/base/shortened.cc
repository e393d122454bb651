// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/base/utf8.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/parameters.h>

#include <gtest/gtest.h>

using namespace gammaflow;

// A message of 30,000 characters; a character of UTF-8 that is cut in the middle.
TEST(Shortened, KeepsTheBeginningAndSaysHowMuchThereWas)
{
  EXPECT_EQ(shortened("a value"), "a value");
  EXPECT_EQ(shortened(std::string(200, 'x')), std::string(200, 'x'));
  EXPECT_EQ(shortened(std::string(201, 'x')), std::string(60, 'x') + "... (201 characters)");
  std::string umlauts = "x";
  for (int i = 0; i < 150; ++i) umlauts += "\xc3\xa4";
  const std::string cut = shortened(umlauts);
  EXPECT_TRUE(is_utf8(cut)) << cut;
  EXPECT_NE(cut.find("... (151 characters)"), std::string::npos) << cut;
}

// Whatever is given, wherever: each refusal stays short.
TEST(Shortened, RefusalsQuoteNoMore)
{
  const std::string large(30000, 'y');
  const auto refused = [](const std::function<void()> &action) {
    std::string what;
    try {
      action();
    } catch (const std::exception &error) {
      what = error.what();
    }
    EXPECT_NE(what, "");
    EXPECT_LT(what.size(), 3000u) << what.substr(0, 200);
    return what;
  };
  Parameters p;
  for (const std::string key : {"end", "tolerance"})
    EXPECT_NE(refused([&] { p.set("time", key, large, "a.prm"); }).find("... (30000 characters)"),
              std::string::npos);
  refused([&] { p.set("time", large, "1", "a.prm"); });
  refused([&] { p.set(large, "end", "1", "a.prm"); });
  refused([&] { p.assign(large, "--set"); });
  refused([&] { Parameters::from_string(large, "a.prm"); });
  refused([&] { Parameters::from_string("subsection " + large, "a.prm"); });
  refused([&] { Parameters::from_string("set " + large + " = 1", "a.prm"); });
  refused([&] { Expression(large, {"x"}, {}); });
  refused([&] { Expression("x " + large, {"x"}, {}); });
}
