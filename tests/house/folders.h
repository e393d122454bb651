// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace house
{
/// For each folder of sources the folders whose headers it includes.
using Arrows = std::map<std::string, std::set<std::string>>;

/// The arrows of a text with lines "folder: other other".
inline Arrows arrows_in(const std::string &text)
{
  Arrows result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    auto &targets = result[line.substr(0, colon)];
    std::istringstream words(line.substr(colon + 1));
    for (std::string word; words >> word;) targets.insert(word);
  }
  return result;
}

/// The folder F of every line `#include <gammaflow/F/name.h>` of a file.
inline std::set<std::string> included_folders(std::istream &file)
{
  const std::string start = "#include <gammaflow/";
  std::set<std::string> result;
  for (std::string line; std::getline(file, line);) {
    const auto slash = line.rfind('/');
    if (line.compare(0, start.size(), start) == 0 && slash >= start.size())
      result.insert(line.substr(start.size(), slash - start.size()));
  }
  return result;
}

/// The arrows of the sources below `root`, without those of a folder to itself.
inline Arrows arrows_of_sources(const std::filesystem::path &root)
{
  Arrows result;
  for (const auto &entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto extension = entry.path().extension();
    if (extension != ".h" && extension != ".cc") continue;
    const std::string folder = std::filesystem::relative(entry.path().parent_path(), root).generic_string();
    std::ifstream file(entry.path());
    auto &targets = result[folder];
    for (const auto &target : included_folders(file))
      if (target != folder) targets.insert(target);
  }
  return result;
}

/// Folders that lie on a cycle of arrows, in order along it; empty where there is none.
inline std::vector<std::string> cycle(const Arrows &arrows)
{
  enum State { unseen, open, done };
  std::map<std::string, State> state;
  std::vector<std::string> path;
  const std::function<bool(const std::string &)> visit = [&](const std::string &folder) {
    if (state[folder] == done) return false;
    path.push_back(folder);
    if (state[folder] == open) return true;
    state[folder] = open;
    if (const auto found = arrows.find(folder); found != arrows.end())
      for (const auto &target : found->second)
        if (visit(target)) return true;
    state[folder] = done;
    path.pop_back();
    return false;
  };
  for (const auto &folder : arrows)
    if (visit(folder.first)) return path;
  return {};
}

/// The lines of arrows_in(), each folder after those that it includes.
inline std::string in_order(const Arrows &arrows)
{
  std::string text;
  std::set<std::string> written;
  const std::function<void(const std::string &)> write = [&](const std::string &folder) {
    if (!written.insert(folder).second) return;
    std::string line = folder + ":";
    if (const auto found = arrows.find(folder); found != arrows.end())
      for (const auto &target : found->second) {
        write(target);
        line += " " + target;
      }
    text += line + "\n";
  };
  for (const auto &folder : arrows) write(folder.first);
  return text;
}

}  // namespace house
