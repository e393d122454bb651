// SPDX-License-Identifier: LGPL-2.1-or-later
// Every source names its licence, so that a file that is copied elsewhere keeps it (spdx.dev).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace
{
namespace fs = std::filesystem;

/// The sources below `folder` whose first two lines do not name the licence.
std::vector<std::string> without_licence(const fs::path &folder)
{
  std::vector<std::string> files;
  for (const auto &entry : fs::recursive_directory_iterator(folder)) {
    const std::string kind = entry.path().extension();
    if (kind != ".cc" && kind != ".h" && kind != ".py" && kind != ".sh") continue;
    std::ifstream in(entry.path());
    std::string first, second;
    std::getline(in, first);
    std::getline(in, second);
    if ((first + second).find("SPDX-License-Identifier: LGPL-2.1-or-later") == std::string::npos)
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}
}  // namespace

// Would catch: a new file without its line. Must fail: a file without, beside one that has it.
TEST(Licence, IsNamedByEverySource)
{
  for (const char *folder : {"solver", "tests", "benchmarks", "python"})
    for (const auto &file : without_licence(fs::path(GAMMAFLOW_SOURCE_DIR) / folder))
      ADD_FAILURE() << file << ": its first line should be SPDX-License-Identifier: LGPL-2.1-or-later";

  const fs::path folder = fs::path(testing::TempDir()) / "gammaflow_licence";
  fs::create_directories(folder);
  std::ofstream(folder / "with.h") << "// SPDX-License-Identifier: LGPL-2.1-or-later\n";
  std::ofstream(folder / "without.h") << "#pragma once\n";
  EXPECT_EQ(without_licence(folder), std::vector<std::string>{folder / "without.h"});
  fs::remove_all(folder);
}
