// SPDX-License-Identifier: LGPL-2.1-or-later
// The library's loops over cells once more, under another name, for one cell at once.
#define CellStiffness OneAtOnce
#define GAMMAFLOW_LANES 1
#pragma GCC diagnostic ignored \
    "-Wpsabi"  // vectors that this processor may not have are passed within this file
#include <gammaflow/spaces/cells/cell_stiffness.cc>
#include <gammaflow/spaces/cells/cell_stiffness_loops.cc>

#include "tests/spaces/lanes.h"

namespace gammaflow::testing
{
Vector sums_one_at_once(unsigned dim, unsigned degree, std::size_t begin, std::size_t end, const double *part,
                        bool product)
{
  return dim == 1   ? sums<OneAtOnce, 1>(degree, begin, end, part, product)
         : dim == 2 ? sums<OneAtOnce, 2>(degree, begin, end, part, product)
                    : sums<OneAtOnce, 3>(degree, begin, end, part, product);
}
}  // namespace gammaflow::testing
