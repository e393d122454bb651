// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/number_table.h>

#include <cstdint>
#include <string>

namespace gammaflow
{
/// The stream that the child process writes: for each dataset a header, its path, then the numbers. A last
/// header has rank `hdf5_end`, or `hdf5_refused` with what is wrong as its name. A dataset that holds no
/// numbers has rank `hdf5_unread` and its path.
struct Hdf5Header {
  std::uint32_t rank = 0, name_size = 0;
  std::uint64_t shape[4] = {1, 1, 1, 1};
};
constexpr std::uint32_t hdf5_end = 100, hdf5_refused = 101, hdf5_unread = 102, most_hdf5_rank = 4,
                        longest_hdf5_name = 1000;

/// Filters of HDF5 make numbers at most about 1000 times as short.
constexpr double most_hdf5_compression = 1100;

/// Sends the datasets of a file to a pipe. Runs in a process of its own, which ends after it.
void send_hdf5(const std::string &file, const ReadLimits &limits, int pipe);

}  // namespace gammaflow
