// SPDX-License-Identifier: LGPL-2.1-or-later
// Files of particles, text, .npy, .npz, HDF5 and of VTK: snapshots, or an InputError.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_file.h>

#include "scratch.h"

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  CandidateFormat format;
  format.dim = 1 + data[0] % 3u;
  format.limits.bytes = 1u << 20;
  if ((data[0] >> 2) & 1) format.columns = {{"x", "1"}};
  if ((data[0] >> 3) & 1) format.columns = {{"weight", "2"}, {"time", "t"}};
  try {
    for (const auto &snapshot : read_candidate(as_file(data + 1, size - 1, ".txt"), format))
      effective_size(snapshot.particles);
  } catch (const InputError &) {
  }
  return 0;
}
