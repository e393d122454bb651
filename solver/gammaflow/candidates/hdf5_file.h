// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/npy.h>

#include <map>
#include <set>
#include <string>

namespace gammaflow
{
/// The datasets of numbers of an HDF5 file, by their path without the first slash ("particles/x"). The
/// library trusts the inner tables of a file, and may read past its buffers where they are damaged: so it
/// runs in a child process with bounds on memory (by the size of the file and `limits`) and time, which sends
/// plain numbers through a pipe. If that process ends in any other way the file counts as damaged.
///
/// Integers and floating-point numbers of either byte order, up to four indices, with the filters that HDF5
/// has itself; a single number is an array of one. Left out, with their paths in `unread`: texts, records,
/// references. InputError for data in other files (external, virtual), damaged files, datasets that were made
/// and not written, numbers that are not finite, more than `limits` allow. NumericalFailure where no child
/// process can be started.
std::map<std::string, NumberArray> read_hdf5(const std::string &file, const ReadLimits &limits = {},
                                             std::set<std::string> *unread = nullptr);

}  // namespace gammaflow
