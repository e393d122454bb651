// SPDX-License-Identifier: LGPL-2.1-or-later
// The library's loops over cells once more, under another name, for eight cells at once.
#define CellStiffness EightAtOnce
#define GAMMAFLOW_LANES 8
#pragma GCC diagnostic ignored \
    "-Wpsabi"  // vectors that this processor may not have are passed within this file
#include <gammaflow/spaces/cells/cell_stiffness.cc>
#include <gammaflow/spaces/cells/cell_stiffness_loops.cc>

#include "tests/spaces/lanes.h"

namespace gammaflow::testing
{
Vector sums_eight_at_once(unsigned dim, unsigned degree, std::size_t begin, std::size_t end,
                          const double *part, bool product)
{
  return dim == 1   ? sums<EightAtOnce, 1>(degree, begin, end, part, product)
         : dim == 2 ? sums<EightAtOnce, 2>(degree, begin, end, part, product)
                    : sums<EightAtOnce, 3>(degree, begin, end, part, product);
}
}  // namespace gammaflow::testing
