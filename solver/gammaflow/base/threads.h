// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace gammaflow
{
/// The number of threads of deal.II, OpenBLAS (where it is the BLAS) and parallel_ranges().
void set_threads(unsigned n);
unsigned number_of_threads();

/// Calls work(begin, end) on consecutive parts of [0, n), one part per thread, none shorter than `grain`.
/// What is computed must not depend on the partition: the same bits for any number of threads.
void parallel_ranges(std::size_t n, std::size_t grain,
                     const std::function<void(std::size_t begin, std::size_t end)> &work);

}  // namespace gammaflow
