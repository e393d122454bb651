// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/share.h>

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <revision.h>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;

/// The directory of the shared library that holds this function.
fs::path library_directory()
{
  Dl_info info;
  if (dladdr(reinterpret_cast<const void *>(&library_directory), &info) == 0 || info.dli_fname == nullptr)
    return {};
  std::error_code error;
  return fs::weakly_canonical(info.dli_fname, error).parent_path();
}

/// share/gammaflow of the installation, empty when the library lies in its build tree.
fs::path installed_share()
{
  const fs::path share = library_directory() / GAMMAFLOW_LIBRARY_TO_SHARE;
  std::error_code error;
  return fs::exists(share / "certificate.schema.json", error) ? fs::weakly_canonical(share, error)
                                                              : fs::path();
}
std::string &additions()
{
  static std::string all;
  return all;
}
}  // namespace

std::string share_directory()
{
  if (const char *given = std::getenv("GAMMAFLOW_SHARE")) return given;
  const fs::path installed = installed_share();
  return installed.empty() ? GAMMAFLOW_SOURCE_TREE : installed.string();
}

std::string share_file(const std::string &name)
{
  std::error_code error;
  for (const fs::path &path :
       {fs::path(share_directory()) / name, fs::path(share_directory()) / "doc" / name})
    if (fs::exists(path, error)) return path.string();
  throw InputError(name, "", "is not among the shipped files in " + share_directory(),
                   "set GAMMAFLOW_SHARE to the directory that holds studies/ and reference/");
}

std::string plotly_bundle()
{
  std::error_code error;
  for (const fs::path &path : {installed_share() / "plotly.js", fs::path(GAMMAFLOW_PLOTLY_BUNDLE)})
    if (path.is_absolute() && fs::is_regular_file(path, error)) return path.string();
  throw InputError(GAMMAFLOW_PLOTLY_BUNDLE, "", "Plotly's bundle is not there",
                   "install Debian's package python3-plotly");
}

std::string program_version()
{
  return GAMMAFLOW_VERSION;
}

std::string program_revision()
{
  return GAMMAFLOW_REVISION + additions();
}

void add_to_revision(const std::string &what)
{
  additions() += ", " + what;
}

}  // namespace gammaflow
