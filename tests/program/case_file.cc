// SPDX-License-Identifier: LGPL-2.1-or-later
// DIR/case.prm and DIR/data: what was computed with, read back.
#include <gammaflow/base/content_hash.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/program/case_file.h>
#include <gammaflow/program/scratch_directory.h>

#include <boost/algorithm/string/trim_all.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

using namespace gammaflow;
namespace fs = std::filesystem;

namespace
{
/// Three files of one name, one of them with the content of another: of the file itself, of a case, of the
/// limit; and one that nothing reads.
class CaseFile : public testing::Test
{
 protected:
  CaseFile()
  {
    for (const std::string name : {"a", "b", "c"}) {
      fs::create_directories(scratch_.path() + "/" + name);
      std::ofstream(path(name)) << (name == "b" ? "1,2\n" : "3,4\n");
    }
    parameters_.set("initial state", "file", path("a"));
    parameters_.set("target", "file", path("c") + ".not");
    parameters_.set("case 1", "settings", "energy/name = KL; target/file = " + path("b") + " ;time/end=2");
    parameters_.set("limit", "settings", "target/file=" + path("c"));
    path_of_input(parameters_, "initial state", "file", "");
    for (const std::string name : {"b", "c"}) {
      Parameters other = parameters_;
      other.set("target", "file", path(name));
      path_of_input(other, "target", "file", "");
    }
  }
  std::string path(const std::string &name) const { return scratch_.path() + "/" + name + "/d e.csv"; }

  const ScratchDirectory scratch_{"test"};
  const std::string to_ = scratch_.path() + "/to";
  Parameters parameters_;
};
}  // namespace

TEST_F(CaseFile, HoldsTheFilesOfAllCases)
{
  write_case(parameters_, to_);
  EXPECT_EQ(std::distance(fs::directory_iterator(to_ + "/data"), fs::directory_iterator()), 2);
  const Parameters stored = Parameters::from_file(to_ + "/case.prm");
  const std::string of_a = stored.text("initial state", "file"), of_limit = stored.text("limit", "settings");
  EXPECT_EQ(of_a, "data/" + sha256("3,4\n").substr(0, 12) + "-d_e.csv");
  EXPECT_EQ(of_limit, "target/file = " + of_a);
  EXPECT_EQ(sha256_of_file(stored.resolve(of_a)), sha256("3,4\n"));
  Parameters first = stored;
  first.assign_all(stored.text("case 1", "settings"), "test");
  EXPECT_EQ(sha256_of_file(stored.resolve(first.text("target", "file"))), sha256("1,2\n"));
  EXPECT_EQ(first.text("time", "end"), "2");
  EXPECT_EQ(stored.text("target", "file"), path("c") + ".not");  // which nothing reads

  // what another case left is removed, and the user's files are not
  std::ofstream(to_ + "/data/0123456789ab-old.csv") << "";
  std::ofstream(to_ + "/data/mine.csv") << "";
  write_case(parameters_, to_);
  EXPECT_FALSE(fs::exists(to_ + "/data/0123456789ab-old.csv"));
  EXPECT_TRUE(fs::exists(to_ + "/data/mine.csv"));

  // written again from the copies, into their own directory: the same
  std::ifstream in(to_ + "/case.prm");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  path_of_input(stored, "initial state", "file", "");
  store_input_files(stored, to_);
  EXPECT_TRUE(fs::exists(to_ + "/" + of_a));
  EXPECT_NE(text.find(of_a), std::string::npos);
}

// A file that is no longer what was read must not be taken for it; nor may a copy that was damaged.
TEST_F(CaseFile, RefusesOtherContents)
{
  std::ofstream(path("b")) << "5,6\n";
  EXPECT_THROW(write_case(parameters_, to_), InputError);
  std::ofstream(path("b")) << "1,2\n";
  write_case(parameters_, to_);
  for (const auto &entry : fs::directory_iterator(to_ + "/data")) std::ofstream(entry.path()) << "damaged";
  write_case(parameters_, to_);
  for (const auto &entry : fs::directory_iterator(to_ + "/data"))
    EXPECT_EQ(sha256_of_file(entry.path().string()).substr(0, 12),
              entry.path().filename().string().substr(0, 12));
}

// Values that a line of a .prm file would cut, continue or break.
TEST_F(CaseFile, ValuesSurviveOrAreRefused)
{
  for (const std::string value : {"a\\", "a # b", "a\nset end = 7", "a\r\nb", "\nend"}) {
    Parameters parameters;
    parameters.set("study", "description", value);
    try {
      check_case_can_be_written(parameters);
      ADD_FAILURE() << value << " was accepted";
    } catch (const InputError &error) {
      EXPECT_NE(std::string(error.what()).find("section 'study', key 'description'"), std::string::npos);
    }
    EXPECT_THROW(write_case(parameters, to_), InputError);
    EXPECT_FALSE(fs::exists(to_));
  }
  for (const std::string value :
       {"", "a = b", "subsection x", "end", "\\a", "a\tb", " a ", "caf\xc3\xa9", "$a, \"b\""}) {
    Parameters parameters;
    parameters.set("study", "description", value);
    EXPECT_NO_THROW(check_case_can_be_written(parameters)) << value;
  }
}

// Whatever a value is made of: what case.prm gives back is what was given (but for blanks), or it was
// refused.
TEST_F(CaseFile, RandomValuesSurviveOrAreRefused)
{
  const std::vector<std::string> parts = {"#", "\\",    "\n",          "\r",  "\t",   " ",          "=",
                                          ";", "\"",    "'",           "set", "end",  "subsection", "include",
                                          "a", "/",     "caf\xc3\xa9", "{",   "}",    "$",          "|",
                                          ",", "x.csv", "\v",          "\f",  "\x1f", "\xc2\xa0"};
  std::mt19937 generator(7);
  const auto plain = [](std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\t'; }, ' ');
    boost::trim_all(text);
    return text;
  };
  unsigned refused = 0, kept = 0;
  fs::create_directories(to_);
  for (int i = 0; i < 100; ++i) {
    std::string value;
    for (unsigned n = 1 + generator() % 6; n > 0; --n) value += parts[generator() % parts.size()];
    Parameters parameters;
    parameters.set("study", "description", value);
    parameters.set("study", "name", "a" + value + "b");
    try {
      write_case(parameters, to_);
    } catch (const InputError &) {
      ++refused;
      continue;
    }
    ++kept;
    const Parameters again = Parameters::from_file(to_ + "/case.prm");
    EXPECT_EQ(plain(again.text("study", "description")), plain(value));
    EXPECT_EQ(plain(again.text("study", "name")), plain("a" + value + "b"));
  }
  EXPECT_GT(refused, 5u);
  EXPECT_GT(kept, 5u);
}
