// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>

#include <deal.II/base/multithread_info.h>

#include <algorithm>
#include <dlfcn.h>
#include <future>
#include <vector>

namespace gammaflow
{
void set_threads(unsigned n)
{
  dealii::MultithreadInfo::set_thread_limit(std::max(1u, n));
  // Only OpenBLAS has this function; the reference BLAS has one thread anyway.
  using SetThreads = void (*)(int);
  if (const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    set(int(number_of_threads()));
}

unsigned number_of_threads()
{
  return dealii::MultithreadInfo::n_threads();
}

void parallel_ranges(std::size_t n, std::size_t grain,
                     const std::function<void(std::size_t begin, std::size_t end)> &work)
{
  const std::size_t parts = std::max<std::size_t>(
      1, std::min<std::size_t>(number_of_threads(), n / std::max<std::size_t>(1, grain)));
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < parts; ++i)
    others.push_back(std::async(std::launch::async, [&, i] { work(i * n / parts, (i + 1) * n / parts); }));
  work(0, n / parts);
  for (auto &other : others) other.get();
}

}  // namespace gammaflow
