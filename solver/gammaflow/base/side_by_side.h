// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Calls work(0), ..., work(n-1) on as many threads as the program may use, each as soon as a thread is free;
/// meanwhile each of them has its part of the threads (set_threads()). At most `most` calls run at a time.
/// Returns what each call has thrown, or null.
std::vector<std::exception_ptr> run_side_by_side(std::size_t n, const std::function<void(std::size_t)> &work,
                                                 std::size_t most = std::numeric_limits<std::size_t>::max());

/// The progress of n computations that run side by side, for an observer who counts them one after the other:
/// report() gets the sum of the parts that are done of the k computations that have begun, minus (k - 1).
class SideBySide
{
 public:
  SideBySide(std::function<void(double)> report, std::size_t n) : report_(std::move(report)), done_(n, -1.) {}

  /// To be called with the part of computation k that is done.
  std::function<void(double)> of(std::size_t k)
  {
    return [this, k](double part) {
      const std::lock_guard<std::mutex> guard(mutex_);
      done_[k] = part;
      if (report_) report_(sum());
    };
  }
  /// While it is held nobody reports.
  std::unique_lock<std::mutex> lock() { return std::unique_lock<std::mutex>(mutex_); }

 private:
  double sum() const
  {
    double result = 1;
    for (const double part : done_)
      if (part >= 0) result += part - 1;
    return result;
  }

  const std::function<void(double)> report_;
  std::vector<double> done_;  ///< negative: it has not begun
  std::mutex mutex_;
};

}  // namespace gammaflow
