// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/program/scratch_directory.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace gammaflow
{
ScratchDirectory::ScratchDirectory(const std::string &purpose)
{
  std::error_code error;
  const auto parent = std::filesystem::temp_directory_path(error);
  path_ =
      ((error ? std::filesystem::path(P_tmpdir) : parent) / ("gammaflow-" + purpose + "-XXXXXX")).string();
  if (mkdtemp(path_.data()) == nullptr)
    throw InputError(path_, "", std::string("no temporary directory can be made: ") + std::strerror(errno),
                     "set TMPDIR to a directory that can be written");
}

ScratchDirectory::~ScratchDirectory()
{
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace gammaflow
