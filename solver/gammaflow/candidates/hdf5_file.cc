// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/hdf5_child.h>
#include <gammaflow/candidates/hdf5_file.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace gammaflow
{
namespace
{
/// A process that reads, and the end of its pipe; it is ended and waited for whatever happens.
class Child
{
 public:
  Child(const std::string &file, const ReadLimits &limits)
  {
    int ends[2];
    if (pipe(ends) != 0) throw NumericalFailure("no pipe to a process that reads " + file);
    child_ = fork();
    if (child_ == 0) {
      close(ends[0]);
      // what ends this process is nobody else's affair
      for (const int end : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU}) signal(end, SIG_DFL);
      // and a second copy of the program never goes on
      try {
        bound(RLIMIT_CPU, 120);
        bound(RLIMIT_CORE, 0);
        bound(RLIMIT_AS, rlim_t(address_space() + 3 * limits.bytes + 0x1p26));
        send_hdf5(file, limits, ends[1]);
      } catch (...) {
        _exit(1);
      }
      _exit(0);
    }
    close(ends[1]);
    in_ = ends[0];
    if (child_ < 0) {
      close(in_);
      throw NumericalFailure("no process that reads " + file);
    }
  }
  ~Child()
  {
    close(in_);
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;

  /// False where it ended before.
  bool read(void *to, std::size_t size) const
  {
    char *at = static_cast<char *>(to);
    while (size > 0) {
      const ssize_t got = ::read(in_, at, size);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      at += got;
      size -= std::size_t(got);
    }
    return true;
  }

 private:
  template <class Resource>
  static void bound(Resource resource, rlim_t most)
  {
    struct rlimit limit = {most, most};
    getrlimit(resource, &limit);
    limit.rlim_cur = limit.rlim_max = std::min(limit.rlim_cur, most);
    setrlimit(resource, &limit);
  }
  /// What this process has of it, in bytes.
  static double address_space()
  {
    double pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * double(sysconf(_SC_PAGESIZE));
  }
  pid_t child_ = -1;
  int in_ = -1;
};

/// A file holds no more numbers than its size allows.
ReadLimits bounded(const std::string &file, ReadLimits limits)
{
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw InputError(file, "", "cannot be read", "an existing file");
  limits.bytes = std::min(limits.bytes, 8 * most_hdf5_compression * double(size));
  return limits;
}

/// What was sent is checked as what a file holds.
bool plausible(const Hdf5Header &header, double &bytes)
{
  if (header.rank < 1 || header.rank > most_hdf5_rank || header.name_size > longest_hdf5_name) return false;
  double count = 1;
  for (unsigned d = 0; d < header.rank; ++d) count *= double(header.shape[d]);
  bytes -= 8 * count;
  return bytes >= 0;
}

void require_finite(const NumberArray &array)
{
  const auto bad = std::find_if(array.values.begin(), array.values.end(),
                                [](double value) { return !std::isfinite(value); });
  if (bad != array.values.end())
    throw InputError(array.name + ", entry " + std::to_string(bad - array.values.begin() + 1), "",
                     "is not finite", "finite numbers");
}
}  // namespace

std::map<std::string, NumberArray> read_hdf5(const std::string &file, const ReadLimits &given,
                                             std::set<std::string> *unread)
{
  const ReadLimits limits = bounded(file, given);
  const Child child(file, limits);
  const auto damaged = [&] {
    throw InputError(file, "", "is damaged: the HDF5 library could not read it to its end",
                     "an HDF5 file that is whole");
  };
  std::map<std::string, NumberArray> result;
  double bytes = limits.bytes;
  for (;;) {
    Hdf5Header header;
    if (!child.read(&header, sizeof header)) damaged();
    const bool last = header.rank == hdf5_end || header.rank == hdf5_refused,
               left_out = header.rank == hdf5_unread;
    if (header.name_size > 4096 || (!last && !left_out && !plausible(header, bytes))) damaged();
    std::string name(header.name_size, '\0');
    if (!child.read(&name[0], name.size())) damaged();
    if (header.rank == hdf5_refused)
      throw InputError(file, "", shortened(name), "an HDF5 file of datasets of numbers");
    if (last) break;
    if (left_out) {
      if (unread != nullptr) unread->insert(name);
      continue;
    }
    NumberArray array;
    array.name = file + ", dataset '" + shortened(name) + "'";
    array.shape.assign(header.shape, header.shape + header.rank);
    std::size_t count = 1;
    for (const std::size_t n : array.shape) count *= n;
    array.values.resize(count);
    if (!child.read(array.values.data(), 8 * count)) damaged();
    require_finite(array);
    result.emplace(std::move(name), std::move(array));
  }
  if (result.empty())
    throw InputError(file, "", "holds no datasets of numbers", "datasets x, weights, times");
  return result;
}

}  // namespace gammaflow
