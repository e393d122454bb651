// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"
#include <filesystem>
#include <fstream>

// Everything that a page tells a reader to type works, in this order. Would catch: a command, an option or a
// key that was renamed in the program and not on the page.
namespace
{
/// The commands of a page: indented lines that begin with ./gammaflow, without what is said behind a #.
std::vector<std::string> commands_of(const std::string &page)
{
  std::ifstream file(GAMMAFLOW_SOURCE_DIR "/" + page);
  EXPECT_TRUE(file.good()) << page;
  const std::string start = "    ./gammaflow ";
  std::vector<std::string> result;
  for (std::string line; std::getline(file, line);)
    if (line.compare(0, start.size(), start) == 0)
      result.push_back(line.substr(start.size(), line.find(" #") - start.size()));
  return result;
}

/// What these tests are run by, or what takes minutes.
bool left_out(const std::string &command)
{
  return command.compare(0, 4, "test") == 0;
}

class Pages : public testing::TestWithParam<const char *>
{
};
}  // namespace

TEST_P(Pages, CommandsWork)
{
  Program program;
  for (const std::string folder : {"studies", "examples"})
    std::filesystem::create_directory_symlink(GAMMAFLOW_SOURCE_DIR "/" + folder, program.path(folder));
  const auto commands = commands_of(GetParam());
  ASSERT_FALSE(commands.empty());
  for (const auto &command : commands) {
    if (left_out(command)) continue;
    const auto outcome = program.run(command);
    ASSERT_EQ(outcome.code, 0) << command << "\n" << outcome.out << outcome.err;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Pages,
                         testing::Values("README.md", "doc/tutorials/first-study.md",
                                         "doc/tutorials/reading-a-certificate.md",
                                         "doc/tutorials/a-reference-for-your-sampler.md",
                                         "doc/tutorials/compare-your-sampler.md",
                                         "doc/tutorials/does-svgd-sample-from-its-target.md"));

// The twin: a command that is not there is found.
TEST(Commands, ThatAreNotThereFail)
{
  const Program program;
  EXPECT_EQ(program.run("studdy quickstart.prm").code, 2);
}
