// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/check_quantities.h>
#include <gammaflow/program/quantities.h>
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/spaces/make_space.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace gammaflow;

namespace
{
Expected expected(const std::string &name, double value, double abs_tol, double rel_tol)
{
  return {{name, "", value, abs_tol}, rel_tol, "refined here"};
}

bool passes(const Expected &entry, double found)
{
  return compare({entry}, {{entry.quantity.name, "", found, 0}}).at(0).pass;
}

/// What read_expected() says of a file with this one line; empty if it takes it.
std::string fault_of(const std::string &line)
{
  const ScratchDirectory scratch("test");
  const std::string path = scratch.path() + "/expected.csv";
  write_file(path, "quantity,value,abs_tol,rel_tol,origin\n" + line + "\n");
  try {
    read_expected(path);
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}
}  // namespace

// A mass error of 9e-7 passes a comparison in which either of -a 1e-6 and -r 1e-8 suffices; here it must not.
TEST(Quantities, ToleranceIsTheErrorBarAndRoundOff)
{
  const Expected mass = expected("mass", 1, 1e-9, 1e-10);
  EXPECT_TRUE(passes(mass, 1 + 1e-9));
  EXPECT_FALSE(passes(mass, 1 + 9e-7));
  EXPECT_FALSE(passes(mass, std::nan("")));
  EXPECT_TRUE(passes(expected("zero", 0, 1e-9, 1e-10), 5e-10));
  EXPECT_FALSE(passes(expected("zero", 0, 1e-9, 1e-10), 2e-9));
}

TEST(Quantities, MissingOnesFail)
{
  const auto result = compare({expected("a", 1, 1e-3, 0), expected("b", 1, 1e-3, 0)}, {{"a", "", 1, 0}});
  EXPECT_TRUE(result.at(0).pass);
  EXPECT_FALSE(result.at(1).found);
  EXPECT_FALSE(result.at(1).pass);
}

TEST(Quantities, VerdictsAreComparedAsWords)
{
  const Expected verdict = {{"verdict", "confirmed", 0, 0}, 0, "refined here"};
  EXPECT_TRUE(compare({verdict}, {{"verdict", "confirmed", 0, 0}}).at(0).pass);
  EXPECT_FALSE(compare({verdict}, {{"verdict", "not established", 0, 0}}).at(0).pass);
  EXPECT_FALSE(compare({verdict}, {{"verdict", "", 0, 0}}).at(0).pass);
}

// A file of expectations that would test nothing, or whose origin is unknown, is refused with its line.
TEST(Quantities, ExpectationsThatTestNothingAreRefused)
{
  EXPECT_EQ(fault_of("mass,1.5,1e-6,1e-9,closed form"), "");
  EXPECT_EQ(fault_of("mass,0,1e-6,0,refined here"), "");
  EXPECT_EQ(fault_of("verdict,refuted,0,0,refined here"), "");
  for (const auto &[line, word] :
       std::vector<std::pair<std::string, std::string>>{{"mass,1.5,2,0,closed form", "zero pass"},
                                                        {"mass,1.5,0,1,closed form", "zero pass"},
                                                        {"mass,1.5,0,0,closed form", "no tolerance"},
                                                        {"mass,1.5,-1,0,closed form", "tolerance"},
                                                        {"mass,1.5,nan,0,closed form", "tolerance"},
                                                        {"mass,nan,1,0,closed form", "finite"},
                                                        {"mass,1.5,1e-6,1e-9,hearsay", "hearsay"},
                                                        {"mass,1.5,1e-6,closed form", "4 fields"},
                                                        {"mass,perhaps,0,0,published", "perhaps"}}) {
    const std::string fault = fault_of(line);
    EXPECT_NE(fault.find("line 2"), std::string::npos) << line << ": " << fault;
    EXPECT_NE(fault.find(word), std::string::npos) << line << ": " << fault;
  }
}

// A second quantity of one name would never be compared: neither what is expected nor what is found has two.
TEST(Quantities, NamesThatOccurTwiceAreRefused)
{
  EXPECT_NE(fault_of("other,1,1e-6,0,refined here\nmass,1,1e-6,0,refined here\nmass,2,1e-6,0,refined here")
                .find("named above"),
            std::string::npos);
  EXPECT_THROW(compare({expected("a", 1, 1e-3, 0)}, {{"a", "", 2, 0}, {"a", "", 1, 0}}), InputError);
}

// Two limits of a map with one geometry differ by their settings, and so do the names of their distances.
TEST(Quantities, LimitsOfAMapDifferBySettings)
{
  const auto limit = [](const std::string &settings, double value) {
    return nlohmann::json{{"geometry", "A"},
                          {"settings", settings},
                          {"values", {{{{"value", value}, {"delta", 0.1}, {"resolved", true}}}}}};
  };
  const nlohmann::json map{{"bandwidths", {0.2}},
                           {"ridges", {0.1}},
                           {"limits", {limit("geometry/ridge = 1e6", 2), limit("geometry/ridge = 0.1", 3)}},
                           {"change", nullptr}};
  const auto found = quantities_of_checks({{"map", map}}, "c");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name, "c: map to A (geometry/ridge = 1e6) at 0.2 and 0.1");
  EXPECT_EQ(found[1].name, "c: map to A (geometry/ridge = 0.1) at 0.2 and 0.1");
}

// What is written is read back the same.
TEST(Quantities, FileRoundTrip)
{
  const ScratchDirectory scratch("test");
  const std::string path = scratch.path() + "/expected.csv";
  const std::vector<Expected> all = {expected("a at t = 1", 1. / 3, 1e-7, 1e-10),
                                     {{"v", "refuted", 0, 0}, 0, "published"}};
  write_file(path, expected_csv(all));
  const auto again = read_expected(path);
  ASSERT_EQ(again.size(), 2u);
  EXPECT_NEAR(again[0].quantity.value, 1. / 3, 1e-15);
  EXPECT_EQ(again[0].quantity.abs_tol, 1e-7);
  EXPECT_EQ(again[1].quantity.word, "refuted");
  EXPECT_EQ(again[1].origin, "published");
}

// Catches points at which references are compared that lie outside of a ball or of an L: no reference of a
// flow there could be stored. Must-fail twin: the corner of the box around it is outside of the ball.
TEST(Quantities, AreLookedAtWithinEveryShape)
{
  for (const std::string generator : {"disk", "L-shape"})
    for (const std::string dimension : {"2", "3"}) {
      Parameters p;
      p.assign_all("domain/shape = mesh; domain/degree = 1; domain/mesh generator = " + generator +
                       "; domain/dimension = " + dimension,
                   "test");
      Trajectory trajectory;
      trajectory.space = make_space(p, 1);
      trajectory.times = {0, 1};
      trajectory.ledger.resize(2);
      trajectory.states = {trajectory.space->zero(), trajectory.space->zero()};
      const auto found = quantities_of(trajectory);
      EXPECT_EQ(found.size(), 8u);
      for (const auto &quantity : found) EXPECT_EQ(quantity.value, 0) << generator << quantity.name;
      if (generator != "disk") continue;
      EXPECT_THROW(trajectory.space->evaluate(trajectory.states[0], trajectory.space->lower()), InputError);
    }
}
