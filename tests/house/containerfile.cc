// SPDX-License-Identifier: LGPL-2.1-or-later
// The lines of the Containerfile, held against the wrapper and the package that they use: no container is
// built.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

namespace
{
namespace fs = std::filesystem;

std::string content(const std::string &name)
{
  std::ifstream in(fs::path(GAMMAFLOW_SOURCE_DIR) / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::set<std::string> words_of(const std::string &text)
{
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

/// The packages that the wrapper names, for the program and for the tests.
std::set<std::string> packages_of(const std::string &wrapper)
{
  std::set<std::string> all;
  static const std::regex list(R"(packages=\(([^)]*)\))");
  for (std::sregex_iterator at(wrapper.begin(), wrapper.end(), list), end; at != end; ++at)
    for (const std::string &name : words_of((*at)[1])) all.insert(name);
  return all;
}

/// What is wrong; empty: nothing.
std::string wrong_with(const std::string &file, const std::string &wrapper)
{
  const std::set<std::string> packages = packages_of(wrapper);
  static const std::regex called(R"(\./gammaflow (\w+)([^&]*))");
  std::set<std::string> images, stages;
  for (std::istringstream lines(file); lines;) {
    std::string line;
    std::getline(lines, line);
    std::smatch found;
    if (std::regex_match(line, found, std::regex(R"(FROM (\S+)( AS (\S+))?)"))) {
      images.insert(found[1]);
      if (found[3].matched) stages.insert(found[3]);
    } else if (std::regex_match(line, found, std::regex(R"(COPY --from=(\S+) (\S+) (\S+))"))) {
      if (stages.count(found[1]) == 0) return "no stage " + found[1].str();
      if (found[2] != "/source/build/*.deb") return "packages are not in " + found[2].str();
    } else if (std::regex_search(line, std::regex("^RUN "))) {
      for (std::sregex_iterator at(line.begin(), line.end(), called), end; at != end; ++at) {
        if (wrapper.find("\n  " + (*at)[1].str() + ")") == std::string::npos &&
            wrapper.find("== " + (*at)[1].str() + " ") == std::string::npos)
          return "the wrapper has no command " + (*at)[1].str();
        for (const std::string &name : words_of((*at)[2]))
          if (packages.count(name) == 0) return "the wrapper knows no package " + name;
      }
      if (std::regex_search(line, found, std::regex("apt-get install ([^&]*)")))
        for (const std::string &name : words_of(found[1]))
          if (name[0] != '-' && name[0] != '/' && packages.count(name) == 0)
            return "the wrapper knows no package " + name;
    }
  }
  if (images != std::set<std::string>{"debian:bookworm"}) return "other images than one Debian";
  if (file.find("cd build && cpack\n") == std::string::npos) return "no package is made";
  if (file.find("ENTRYPOINT [\"gammaflow\"]") == std::string::npos) return "nothing is started";
  return "";
}
}  // namespace

// Would catch: a command or a package that the wrapper does not have any more, another place of the package,
// two releases of Debian, a folder that is left out. Must fail: each of them.
TEST(Containerfile, FitsToTheWrapperAndThePackage)
{
  const std::string file = content("Containerfile"), wrapper = content("gammaflow");
  EXPECT_EQ(wrong_with(file, wrapper), "");
  for (const auto &[from, to] :
       {std::pair("gammaflow packages", "gammaflow prepare"), std::pair("dpkg-dev", "dpkg-new"),
        std::pair("gammaflow build", "gammaflow compile"), std::pair("--from=build", "--from=made"),
        std::pair("/source/build/*.deb", "/source/*.deb"),
        std::pair("FROM debian:bookworm\n", "FROM debian:trixie\n"),
        std::pair("python3-numpy", "python3-nump"), std::pair("&& cpack", ""),
        std::pair("[\"gammaflow\"]", "[]")}) {
    std::string other = file;
    ASSERT_NE(other.find(from), std::string::npos) << from;
    other.replace(other.find(from), std::string(from).size(), to);
    EXPECT_NE(wrong_with(other, wrapper), "") << from;
  }
  std::istringstream left_out(content(".containerignore"));
  for (const std::string &name : std::set<std::string>{std::istream_iterator<std::string>(left_out), {}})
    EXPECT_TRUE(name == ".git/" || name == "output/" || name.rfind("build", 0) == 0) << name;
}
