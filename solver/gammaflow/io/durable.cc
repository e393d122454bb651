// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/durable.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace gammaflow
{
namespace
{
/// fsync(); what failed, in words. What cannot be opened for reading (a directory may forbid it), or knows no
/// fsync(), is left to the system.
std::string to_disk(const std::string &path)
{
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "";
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error == 0 || error == EINVAL || error == ENOTSUP || error == EROFS ? "" : std::strerror(error);
}

}  // namespace

std::string rename_durably(const std::string &temporary, const std::string &path)
{
  if (const std::string problem = to_disk(temporary); !problem.empty()) return problem;
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return std::strerror(errno);
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  return to_disk(parent.empty() ? "." : parent.string());
}

}  // namespace gammaflow
