// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/side_by_side.h>
#include <gammaflow/base/threads.h>

#include <algorithm>
#include <atomic>
#include <future>

namespace gammaflow
{
std::vector<std::exception_ptr> run_side_by_side(const std::size_t n,
                                                 const std::function<void(std::size_t)> &work,
                                                 const std::size_t most)
{
  const unsigned threads = number_of_threads();
  const std::size_t workers = std::min({std::size_t(threads), n, std::max<std::size_t>(most, 1)});
  std::vector<std::exception_ptr> failures(n);
  if (workers == 0) return failures;
  set_threads(unsigned(threads / workers));
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t k = next++; k < n; k = next++) try {
        work(k);
      } catch (...) {
        failures[k] = std::current_exception();
      }
  };
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < workers; ++i) others.push_back(std::async(std::launch::async, take));
  take();
  for (auto &other : others) other.get();
  set_threads(threads);
  return failures;
}

}  // namespace gammaflow
