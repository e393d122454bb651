// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/processes.h>
#include <gammaflow/base/types.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Keeps values of functions of the state that are expensive to evaluate (formulas at all nodes): a linear
/// solve applies the same linearization tens of times. The values depend on the state alone, so that results
/// do not depend on the cache. May be used by several threads.
template <class Value>
class StateCache
{
 public:
  /// As many states as are in use at the same time, which is the quadrature points of one step.
  explicit StateCache(std::size_t capacity = 12) : capacity_(capacity) {}

  /// `fill(u, value)` gives a default or an earlier value, whose memory serves again, that of u.
  template <class Fill>
  std::shared_ptr<const Value> get(const Vector &u, const Fill &fill) const
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<int> same;  // on all processes: `fill` may need all of them
    for (const auto &entry : kept_)
      same.push_back(size(entry->first) == size(u) &&
                     std::equal(data(u), data(u) + size(u), data(entry->first)));
    on_all_processes(same, u);
    for (std::size_t k = 0; k < same.size(); ++k)
      if (same[k] != 0) return {kept_[k], &kept_[k]->second};
    const bool room = kept_.size() < capacity_;
    if (room) kept_.emplace_back();
    auto &entry = room ? kept_.back() : kept_[next_++ % capacity_];
    if (entry.use_count() != 1) entry = std::make_shared<std::pair<Vector, Value>>();  // others look at it
    std::atomic_thread_fence(std::memory_order_acquire);
    // should `fill` throw: no state is the same as this one
    if (size(entry->first) > 0) data(entry->first)[0] = std::numeric_limits<double>::quiet_NaN();
    fill(u, entry->second);
    entry->first = u;
    return {entry, &entry->second};
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  mutable std::size_t next_ = 0;
  mutable std::vector<std::shared_ptr<std::pair<Vector, Value>>> kept_;
};

}  // namespace gammaflow
