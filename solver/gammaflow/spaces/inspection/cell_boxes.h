// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <vector>

namespace gammaflow
{
/// A box with sides along the axes that holds one cell.
struct CellBox {
  Point lower{}, upper{};
};

/// The cells of this process, in the order of for_each_cell(): those of a box, or the boxes with sides along
/// the axes that the nodes of a mapped cell span.
std::vector<CellBox> cell_boxes(const Space &space);

}  // namespace gammaflow
