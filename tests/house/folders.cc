// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/house/folders.h"

#include <gtest/gtest.h>

namespace
{
using namespace house;

/// The block of doc/architecture.md between "```arrows" and "```".
std::string documented_arrows()
{
  std::ifstream file(GAMMAFLOW_SOURCE_DIR "/doc/architecture.md");
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(file, line);)
    if (line == "```arrows")
      inside = true;
    else if (inside && line == "```")
      break;
    else if (inside)
      text += line + "\n";
  return text;
}

// Would catch: a header that is included against the direction of the house.
TEST(Folders, IncludeOneAnotherInOneDirection)
{
  const auto path = cycle(arrows_of_sources(GAMMAFLOW_SOURCE_DIR "/solver/gammaflow"));
  std::string names;
  for (const auto &folder : path) names += " " + folder;
  EXPECT_TRUE(path.empty()) << "folders include one another in a circle:" << names;
}

// Would catch: an arrow between folders that nobody decided on, and one that is drawn but not there.
TEST(Folders, AreAsThePageOfTheArchitectureDrawsThem)
{
  const auto sources = arrows_of_sources(GAMMAFLOW_SOURCE_DIR "/solver/gammaflow");
  const auto page = arrows_in(documented_arrows());
  for (const auto &[folder, targets] : sources)
    for (const auto &target : targets)
      EXPECT_TRUE(page.count(folder) && page.at(folder).count(target))
          << folder << " includes " << target << ", which doc/architecture.md does not allow";
  EXPECT_EQ(in_order(page), in_order(sources)) << "the block `arrows` of doc/architecture.md should be:\n"
                                               << in_order(sources);
}

// The twin: a circle through three folders is found, and a chain is none.
TEST(Folders, InACircleAreFound)
{
  EXPECT_TRUE(cycle(arrows_in("a: b\nb: c\nc:\n")).empty());
  const auto path = cycle(arrows_in("a: b\nb: c\nc: a d\nd:\n"));
  ASSERT_FALSE(path.empty());
  EXPECT_EQ(path.front(), path.back());
}

TEST(Folders, OfAnIncludeAreRead)
{
  std::istringstream file(
      "#include <gammaflow/spaces/mesh/mesh_space.h>\n#include <map>\n// <gammaflow/io/x.h>\n");
  EXPECT_EQ(included_folders(file), (std::set<std::string>{"spaces/mesh"}));
}
}  // namespace
