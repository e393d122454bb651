// Trajectory files (HDF5): read, or refused by an InputError.
#include <gammaflow/base/errors.h>
#include <gammaflow/io/trajectory_file.h>

#include "scratch.h"

using namespace gammaflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  try {
    read_trajectory(as_file(data, size, ".h5"));
  } catch (const InputError &) {
  }
  return 0;
}
