// SPDX-License-Identifier: LGPL-2.1-or-later
// Files of VTK and lists of them: points with finite data, as many as are claimed, or an InputError.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/vtk_file.h>

#include "scratch.h"
#include <cmath>

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  const unsigned dim = 1 + data[0] % 3u;
  const ReadLimits limits{1u << 20, 64};
  const std::string &file = as_file(data + 1, size - 1, ".vtu");
  try {
    const CandidateData read =
        (data[0] >> 2 & 1) != 0 ? read_vtk_series(file, limits, dim) : read_vtk(file, limits, dim);
    if (!read.series.empty()) return 0;
    const std::size_t n = read.arrays.at("x").values.size() / dim;
    for (const auto &[name, array] : read.arrays) {
      if (n == 0 || array.values.size() != (name == "x" ? n * dim : n)) std::abort();
      for (const double value : array.values)
        if (!std::isfinite(value)) std::abort();
    }
  } catch (const InputError &) {
  }
  return 0;
}
