// SPDX-License-Identifier: LGPL-2.1-or-later
// Lines of pages and sources fit beside a second window.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace
{
namespace fs = std::filesystem;

constexpr std::size_t longest = 120;

/// Letters, not bytes.
std::size_t letters(const std::string &line)
{
  return std::size_t(std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// What cannot be broken in a page: a row of a table, a picture, a line of code (indented or between fences).
bool is_whole(const std::string &line, bool &fenced)
{
  const auto start = line.find_first_not_of(' ');
  if (start == std::string::npos) return true;
  if (line.compare(start, 3, "```") == 0) {
    fenced = !fenced;
    return true;
  }
  return fenced || start >= 4 || line[start] == '|' || line.compare(start, 2, "![") == 0;
}

/// "file:line" of the lines that are too long.
std::vector<std::string> long_lines(const fs::path &file)
{
  std::vector<std::string> found;
  std::ifstream in(file);
  const bool page = file.extension() == ".md";
  const bool parameters = file.extension() == ".prm";  // their values are whole
  bool fenced = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (page && is_whole(line, fenced)) continue;
    if (parameters && line.compare(0, 1, "#") != 0) continue;
    if (letters(line) > longest) found.push_back(file.string() + ":" + std::to_string(number));
  }
  return found;
}

bool is_read_by_people(const fs::path &file)
{
  const std::string kind = file.extension();
  // PROVENANCE.md and the tables of coverage are written by the program
  return (kind == ".md" && file.string().find("/reference/") == std::string::npos) || kind == ".cc" ||
         kind == ".h" || kind == ".py" || kind == ".prm";
}

std::vector<std::string> long_lines_of_all(const fs::path &root, const std::vector<std::string> &below)
{
  std::vector<std::string> found;
  for (const std::string &start : below) {
    std::vector<fs::path> files;
    if (fs::is_directory(root / start))
      for (const auto &entry : fs::recursive_directory_iterator(root / start)) files.push_back(entry.path());
    else
      files.push_back(root / start);
    for (const fs::path &file : files)
      if (is_read_by_people(file))
        for (const std::string &line : long_lines(file)) found.push_back(line);
  }
  return found;
}
}  // namespace

// Would catch: a line that has to be scrolled to be read. Must fail: one letter more than allowed, beside a
// row of a table and code, which may be as long as they are.
TEST(LineLength, IsAtMost120Letters)
{
  for (const std::string &line : long_lines_of_all(
           GAMMAFLOW_SOURCE_DIR, {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "doc", "solver", "tests",
                                  "benchmarks", "python", "studies", "examples"}))
    ADD_FAILURE() << line << ": longer than " << longest << " letters";

  const fs::path file = fs::path(testing::TempDir()) / "gammaflow_lines.md";
  std::ofstream(file) << std::string(longest, 'a') << '\n'
                      << std::string(longest + 1, 'a') << "\n| " << std::string(longest, 'a') << "\n    "
                      << std::string(longest, 'a') << '\n';
  EXPECT_EQ(long_lines(file), std::vector<std::string>{file.string() + ":2"});
  fs::remove(file);
}
