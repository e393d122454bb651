// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/parameters/number.h>
#include <gammaflow/parameters/parameters.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>

using namespace gammaflow;

namespace
{
const DeclareParameters declared("test section", [](dealii::ParameterHandler &prm) {
  prm.declare_entry("size", "3", dealii::Patterns::Integer(1, 9), "a size");
  prm.declare_entry("colour", "red", dealii::Patterns::Selection("red|green"), "a colour");
  prm.declare_entry("values", "1, 2.5", dealii::Patterns::Anything(), "numbers");
  prm.declare_entry("length", "1", Number::above(0), "a length");
  prm.declare_entry("share", "0.5", Number(0, 0.5), "a share");
});

std::string message_of(const std::function<void()> &action)
{
  try {
    action();
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}

void expect_words(const std::string &message, const std::vector<std::string> &words)
{
  for (const auto &word : words)
    EXPECT_NE(message.find(word), std::string::npos) << "'" << word << "' missing in: " << message;
}
}  // namespace

TEST(Parameters, DefaultsValuesAndCopies)
{
  Parameters p = Parameters::from_string("subsection test section\n set size = 5\n end\n", "a.prm");
  EXPECT_EQ(p.integer("test section", "size"), 5);
  EXPECT_EQ(p.numbers("test section", "values"), (std::vector<double>{1, 2.5}));
  Parameters q = p;
  q.set("test section", "size", "7");
  EXPECT_EQ(p.integer("test section", "size"), 5);  // a copy is independent
  EXPECT_EQ(q.integer("test section", "size"), 7);
  EXPECT_TRUE(p.is_default("test section", "colour"));
  EXPECT_FALSE(p.is_default("test section", "size"));
  EXPECT_EQ(p.as_json()["test section"]["size"], "5");
}

// Each error names file, section, key, the value given and the values allowed.
TEST(Parameters, ErrorsNamePlaceAndAllowedValues)
{
  expect_words(
      message_of([] { Parameters::from_string("subsection test section\n set sise = 5\n end\n", "a.prm"); }),
      {"a.prm", "test section", "sise", "5", "no such key", "size", "colour"});
  expect_words(
      message_of([] { Parameters::from_string("subsection nowhere\n set size = 5\n end\n", "a.prm"); }),
      {"a.prm", "nowhere", "no such section", "test section"});
  expect_words(message_of([] {
                 Parameters::from_string("subsection test section\n set colour = blue\n end\n", "a.prm");
               }),
               {"a.prm", "test section", "colour", "blue", "red, green"});
  expect_words(message_of([] { Parameters().assign("test section/size = 12", "--set"); }),
               {"--set", "test section", "size", "12", "1", "9"});
  expect_words(message_of([] { Parameters().assign("size = 12", "--set"); }),
               {"--set", "section/key = value"});
  expect_words(
      message_of([] { Parameters::from_string("subsection test section\n set size = 5\n", "a.prm"); }),
      {"a.prm", "subsection"});
  expect_words(message_of([] { Parameters::from_string("# first\nset size = 5\n", "a.prm"); }),
               {"a.prm: line 2: key 'size'", "outside of every section", "subsection NAME", "test section"});
  expect_words(
      message_of([] { Parameters::from_string("subsection test section\n size = 5\nend\n", "a.prm"); }),
      {"a.prm: line 2", "size = 5"});
  expect_words(message_of([] { Parameters().assign("/ = 5", "--set"); }), {"--set", "section/key = value"});
  expect_words(message_of([] { Parameters::from_file("does_not_exist.prm"); }), {"does_not_exist.prm"});
}

// The line, and what may have been meant: a key, a section, a value of a selection; nothing where nothing is
// close.
TEST(Parameters, ErrorsSuggestWhatMayHaveBeenMeant)
{
  const auto message = [](const std::string &text) {
    return message_of([&] { Parameters::from_string(text, "a.prm"); });
  };
  expect_words(message("subsection test section\n set valeus = 5\nend\n"),
               {"a.prm: line 2", "mean 'values'"});
  expect_words(message("\nsubsection test_secton\n set size = 5\nend\n"),
               {"a.prm: line 3", "mean 'test section'"});
  expect_words(message("subsection test section\n set colour = Red\nend\n"), {"a.prm: line 2", "mean 'red'"});
  EXPECT_EQ(message("subsection test section\n set temperature = 5\nend\n").find("mean"), std::string::npos);
  expect_words(message_of([] { Parameters().assign("test section/szie = 1", "--set"); }), {"mean 'size'"});
}

// A second value for a key, in a file, in --set, in a case, replaces the first one: silently it would be the
// one that the user does not look at. The same value twice is none of this in a case.
TEST(Parameters, ReplacedValuesAreSaid)
{
  Parameters p = Parameters::from_string(
      "subsection test section\n set size = 5\n set colour = red\nend\n"
      "subsection test section\n set size = 6\nend\n",
      "a.prm");
  ASSERT_EQ(p.notes().size(), 1u);
  expect_words(p.notes()[0], {"a.prm: line 6", "size", "'5'", "line 2", "'6'"});
  EXPECT_EQ(p.integer("test section", "size"), 6);
  p.assign("test section/size = 7", "--set");  // meant to replace what the file says
  EXPECT_EQ(p.notes().size(), 1u);
  Parameters copy = p;
  copy.assign_all("test section/size = 7", "case 1");
  EXPECT_EQ(p.notes().size(), 1u);
  copy = p;
  copy.assign_all("test section/size = 8; test section/share = 0.1", "case 1");
  ASSERT_EQ(p.notes().size(), 2u);
  expect_words(p.notes()[1], {"case 1", "size", "'8'", "--set", "'7'"});
  p.assign("test section/size = 3", "--set");
  ASSERT_EQ(p.notes().size(), 3u);
  expect_words(p.notes()[2], {"--set", "twice", "'7'", "'3'"});
}

// Files that would exhaust stack or memory, and lines that are none.
TEST(Parameters, HostileFiles)
{
  const std::string directory = ::testing::TempDir() + "/gammaflow_hostile/";
  std::filesystem::create_directories(directory);
  const auto message = [&](const std::string &name, const std::string &text) {
    std::ofstream(directory + name) << text;
    return message_of([&] { Parameters::from_file(directory + name); });
  };
  expect_words(message("self.prm", "include self.prm\n"), {"self.prm: line 1", "include", "itself"});
  message("one.prm", "include two.prm\n");
  expect_words(message("two.prm", "\ninclude one.prm\n"), {"one.prm: line 1", "two.prm", "itself"});
  std::string many;
  for (int i = 0; i < 200; ++i) many += "include leaf.prm\n";
  std::ofstream(directory + "leaf.prm") << "# nothing\n";
  expect_words(message("many.prm", many), {"many.prm: line 101", "too many"});
  const std::string nested(30000, '(');
  expect_words(message("deep.prm", "subsection test section\n set length = " + nested + "1\nend\n"),
               {"length"});
  expect_words(message("deep.json", "{\"test section\": {\"values\": " + std::string(100000, '[') +
                                        std::string(100000, ']') + "}}"),
               {"deep.json", "nested"});
  expect_words(message("deeper.json", std::string(100000, '[')), {"deeper.json", "nested"});
  expect_words(message("null.json", R"({"test section": {"values": null}})"), {"values", "null"});
  expect_words(message("object.json", R"({"test section": {"values": {"a": 1}}})"),
               {"values", "not a value"});
  expect_words(message("large.json", R"({"test section": {"values": 1e999}})"), {"large.json", "1e999"});
  expect_words(message("twice.json", R"({"test section": {"size": 3, "size": 4}})"), {"size", "twice"});
  expect_words(message("latin.json", "{\"test section\": {\"values\": \"\xE4\"}}"), {"latin.json", "JSON"});
  expect_words(message("nothing.prm", "include nothing_there.prm\n"),
               {"nothing.prm: line 1", "nothing_there.prm"});
  for (const char *line : {"end", "subsection", "set size = 1", "sett size = 1", "set size"})
    expect_words(message("line.prm", std::string(line) + "\n"), {"line.prm: line 1"});
  expect_words(message("inner.prm", "subsection domain\nsubsection time\nend\nend\n"),
               {"line 2", "inside of"});
  EXPECT_EQ(
      message("fine.prm", "Subsection test section # words\n\tset\tsize = \\\n 4\nEND\ninclude leaf.prm\n"),
      "");
}

// A JSON file says the same as a .prm file: numbers, strings, and lists as JSON has them.
TEST(Parameters, JsonFiles)
{
  const std::string path = ::testing::TempDir() + "/gammaflow_parameters.json";
  std::ofstream(path) << R"({"test section": {"size": 7, "colour": "green", "values": [1.5, 2, 1e-3]}})";
  const Parameters p = Parameters::from_file(path);
  EXPECT_EQ(p.integer("test section", "size"), 7);
  EXPECT_EQ(p.text("test section", "colour"), "green");
  EXPECT_EQ(p.numbers("test section", "values"), (std::vector<double>{1.5, 2, 1e-3}));
  std::ofstream(path) << R"({"test section": {"values": [[1, 2], [3, 4]]}})";
  EXPECT_EQ(Parameters::from_file(path).text("test section", "values"), "1, 2; 3, 4");
  std::ofstream(path) << R"({"test section": {"size": 70}})";
  expect_words(message_of([&] { Parameters::from_file(path); }), {path, "size", "70", "from 1 to 9"});
}

// Numbers may be arithmetic; what the bounds of a key exclude is said with these bounds.
TEST(Parameters, NumbersAsArithmetic)
{
  Parameters p;
  p.assign_all(
      "test section/length = 2*pi; test section/values = 1/3, 2^-6, -sqrt(2), 1e-3; test section/share = 1/4",
      "test");
  EXPECT_EQ(p.number("test section", "length"), 2 * std::acos(-1.));
  EXPECT_EQ(p.number("test section", "share"), 0.25);
  p.set("test section", "length", "max(1, sqrt(9))");
  EXPECT_EQ(p.number("test section", "length"), 3);
  const auto values = p.numbers("test section", "values");
  ASSERT_EQ(values.size(), 4u);
  EXPECT_EQ(values[0], 1. / 3);
  EXPECT_EQ(values[1], 0x1p-6);
  EXPECT_EQ(values[2], -std::sqrt(2.));
  EXPECT_EQ(values[3], 1e-3);
  for (const std::string wrong : {"0", "-1", "1/0", "2*x", "nan", "inf", "", "1 2", "(1"})
    expect_words(message_of([&] { p.set("test section", "length", wrong, "a.prm"); }),
                 {"a.prm", "test section", "length", wrong, "a number > 0"});
  expect_words(message_of([&] { p.set("test section", "share", "1", "a.prm"); }), {"a number from 0 to 0.5"});
}

// What was given and nobody reads has no effect, and can be told.
TEST(Parameters, Unread)
{
  Parameters p =
      Parameters::from_string("subsection test section\n set size = 5\n set colour = green\n end\n", "a.prm");
  using Keys = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(p.unread(), (Keys{{"test section", "colour"}, {"test section", "size"}}));
  const Parameters copy = p;
  copy.text("test section", "colour");
  EXPECT_EQ(p.unread(), (Keys{{"test section", "size"}}));
  p.integer("test section", "size");
  EXPECT_TRUE(copy.unread().empty());
}
