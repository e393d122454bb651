// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/directory_lock.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
using Identity = std::pair<dev_t, ino_t>;

void make_directory(const std::string &directory)
{
  std::error_code error, ignored;
  fs::create_directories(directory, error);
  if (!fs::is_directory(directory, ignored))
    throw InputError(directory, "",
                     "cannot be made: " + (fs::exists(directory, ignored) ? "it is a file" : error.message()),
                     "a directory that can be written (--output DIR)");
}

/// The locks that this process holds: open until it ends.
std::map<Identity, int> &held()
{
  static std::map<Identity, int> all;
  return all;
}

/// False where the directory that was locked is no longer the one of this name: it was taken away meanwhile.
bool locked(const std::string &directory)
{
  const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0)
    throw InputError(directory, "", std::string("cannot be opened: ") + std::strerror(errno),
                     "a directory that can be read and written (--output DIR)");
  struct stat opened {
  }, named{};
  ::fstat(file, &opened);
  const Identity identity(opened.st_dev, opened.st_ino);
  if (held().count(identity) != 0) {
    ::close(file);
    return true;
  }
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(file);
    throw InputError(directory, "",
                     "another gammaflow is computing there, and holds the lock on this directory",
                     "its end, or another directory (--output DIR)");
  }
  if (::stat(directory.c_str(), &named) != 0 || named.st_ino != opened.st_ino ||
      named.st_dev != opened.st_dev) {
    ::close(file);
    return false;
  }
  held()[identity] = file;
  return true;
}
}  // namespace

void lock_directory(const std::string &directory)
{
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  do make_directory(directory);
  while (!locked(directory));
}

}  // namespace gammaflow
