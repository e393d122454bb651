// SPDX-License-Identifier: LGPL-2.1-or-later
// Files of densities and fields, text, .npy, .npz and of VTK: functions on the domain, or an InputError.
#include <gammaflow/base/errors.h>
#include <gammaflow/candidates/candidate_data.h>

#include "scratch.h"

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  if (size == 0) return 0;
  FieldFormat format;
  format.domain.dim = format.common.dim = 1 + data[0] % 3u;
  format.domain.upper = {1, 1, 1};
  format.domain.periodic[0] = (data[0] >> 2 & 1) != 0;
  if ((data[0] >> 3 & 1) != 0) format.axes = AxisKind(data[0] >> 4 & 1);
  if ((data[0] >> 5 & 1) != 0) format.common.columns = {{"value", "u"}};
  const ReadLimits limits{1u << 20, 64};
  try {
    const CandidateData read =
        read_candidate_data(as_file(data + 1, size - 1, ".txt"), limits, format.domain.dim);
    holds_fields(read, format.common);
    for (const auto &snapshot : fields_in(read, format)) {
      snapshot.field->at({{{0, 0, 0}}, {{0.3, 0.5, 0.7}}, {{1, 1, 1}}});
      snapshot.field->coarser(true)->at({{{0.3, 0.5, 0.7}}});
    }
  } catch (const InputError &) {
  }
  return 0;
}
