// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

// Generated when the library is built; a tree that was never built has none.
#if __has_include(<gammaflow/interface.h>)
#include <gammaflow/interface.h>
#else
#define GAMMAFLOW_INTERFACE "unknown"
#endif

#include <deal.II/base/config.h>

#include <set>
#include <string>
#include <vector>

/// The properties that the program and a plugin must share: the headers of GammaFlow (a hash of all),
/// deal.II, the C++ library's types.
#if defined(DEBUG)
#define GAMMAFLOW_PLUGIN_BUILD "debug"
#else
#define GAMMAFLOW_PLUGIN_BUILD "release"
#endif
#if defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
#define GAMMAFLOW_PLUGIN_STRINGS "cxx11"
#else
#define GAMMAFLOW_PLUGIN_STRINGS "other"
#endif
#define GAMMAFLOW_PLUGIN_SEAL                                                                       \
  "interface " GAMMAFLOW_INTERFACE ", deal.II " DEAL_II_PACKAGE_VERSION ", " GAMMAFLOW_PLUGIN_BUILD \
  ", " GAMMAFLOW_PLUGIN_STRINGS

/// Once in a shared library of one's own energies, geometries, kernels, densities ...: makes it a plugin,
///   GAMMAFLOW_PLUGIN("my kernels")
/// which `gammaflow --plugin libmine.so COMMAND ...` loads. The text is read before the library is loaded.
#define GAMMAFLOW_PLUGIN(name)                                                           \
  extern "C" __attribute__((used, visibility("default"))) const char gammaflow_plugin[]; \
  extern "C" const char gammaflow_plugin[] = "GammaFlow plugin {" GAMMAFLOW_PLUGIN_SEAL "} " name;

namespace gammaflow
{
/// Loads a plugin, whose registrations then count as the program's own. InputError, before any of its
/// code runs, for a file that is no plugin, and for one that was compiled with other headers, another deal.II
/// or another C++ library. The names and SHA-256 of plugins become a part of the revision that outputs
/// record.
void load_plugin(const std::string &file);

/// The words without "--plugin FILE" and "--plugin=FILE", whose files are loaded.
std::vector<std::string> without_plugins(const std::vector<std::string> &words);

/// The files that were loaded.
const std::set<std::string> &loaded_plugins();
}  // namespace gammaflow
