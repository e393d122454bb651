// SPDX-License-Identifier: LGPL-2.1-or-later
// The loops over cells with as many cells at once as the library was built for, against one and eight at
// once.
#include "tests/spaces/lanes.h"

#include <gammaflow/spaces/cells/cell_stiffness.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
template <int dim>
void compare(unsigned degree)
{
  const std::vector<double> part = {1, 0, 0.5, 1, 1, 0, 0, 0.25, 1, 2, 1};
  for (const bool product : {false, true})
    for (const auto &[begin, end] : {std::pair(0, 11), {1, 2}, {3, 10}})
      for (const double *factors : {static_cast<const double *>(nullptr), part.data()}) {
        const Vector expected = sums_one_at_once(dim, degree, begin, end, factors, product);
        for (const Vector &found : {sums<CellStiffness, dim>(degree, begin, end, factors, product),
                                    sums_eight_at_once(dim, degree, begin, end, factors, product)}) {
          Vector difference = found;
          difference -= expected;
          EXPECT_LE(difference.linfty_norm(), 1e-13 * expected.linfty_norm())
              << dim << "D, degree " << degree << ", cells " << begin << " to " << end;
        }
        // Must fail: one cell more.
        if (product || end == 11) continue;
        Vector more = sums_one_at_once(dim, degree, begin, end + 1, nullptr, product);
        more -= expected;
        EXPECT_GT(more.linfty_norm(), 1e-3 * expected.linfty_norm());
      }
}
}  // namespace

// Would catch: a lane that gets another cell's numbers, a group that is not full, a cell with factor zero
// that counts.
TEST(Lanes, DoNotChangeTheSums)
{
  for (unsigned degree = 1; degree <= 9; ++degree) {
    compare<1>(degree);
    compare<2>(degree);
    compare<3>(degree);
  }
}
