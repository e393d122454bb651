// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/content_hash.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/io/share.h>
#include <gammaflow/program/plugin.h>

#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace gammaflow
{
namespace
{
const char *const what_is_allowed =
    "a shared library with GAMMAFLOW_PLUGIN(\"name\") in one of its files (examples/downstream)";

struct Seal {
  std::string interface, name;
};

/// Of the file's bytes: nothing of the library runs before it is known to fit.
Seal seal_in(const std::string &file)
{
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !std::filesystem::is_regular_file(file))
    throw InputError("--plugin", file, "cannot be read", what_is_allowed);
  const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string mark = std::string("GammaFlow plugin ") + "{interface ";
  const std::size_t begin = bytes.find(mark);
  const std::size_t end = begin == std::string::npos ? begin : bytes.find("} ", begin);
  if (bytes.compare(0, 4, "\177ELF") != 0 || end == std::string::npos || end - begin > 300)
    throw InputError("--plugin", file, "is no plugin", what_is_allowed);
  const std::size_t name = end + 2, stop = std::min(bytes.find('\0', name), name + 200);
  const std::size_t seal = begin + mark.find('{') + 1;
  return {bytes.substr(seal, end - seal), bytes.substr(name, stop - name)};
}
/// By their paths.
std::set<std::string> &loaded()
{
  static std::set<std::string> files;
  return files;
}
}  // namespace

const std::set<std::string> &loaded_plugins()
{
  return loaded();
}

void load_plugin(const std::string &file)
{
  const Seal seal = seal_in(file);
  if (seal.interface != GAMMAFLOW_PLUGIN_SEAL)
    throw InputError("--plugin", file, "was built for another GammaFlow (" + seal.interface + ")",
                     "what was built with this one (" GAMMAFLOW_PLUGIN_SEAL "): build it again");
  const std::string path = std::filesystem::canonical(file).string();
  if (!loaded().insert(path).second) return;
  if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
    throw InputError("--plugin", file, std::string("cannot be loaded: ") + dlerror(), what_is_allowed);
  add_to_revision("plugin " + seal.name + " " + sha256_of_file(path).substr(0, 12));
}

std::vector<std::string> without_plugins(const std::vector<std::string> &words)
{
  const std::string option = "--plugin";
  std::vector<std::string> result;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == option) {
      if (i + 1 == words.size()) throw InputError(option, "", "names no file", what_is_allowed);
      load_plugin(words[++i]);
    } else if (words[i].rfind(option + "=", 0) == 0)
      load_plugin(words[i].substr(option.size() + 1));
    else
      result.push_back(words[i]);
  return result;
}

}  // namespace gammaflow
