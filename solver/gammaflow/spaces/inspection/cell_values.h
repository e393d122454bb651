// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <functional>

namespace gammaflow
{
/// A cell as the finite-element functions on it see it: polynomials on the reference cell [0,1]^dim.
struct CellValues {
  /// At the (degree + 1)^dim nodes, x fastest; of the cell only, hanging nodes included.
  const double *values = nullptr;
  /// The volume of the cell over that of the reference cell at these nodes: of a box, one number.
  std::function<std::vector<double>()> volumes;
};

/// Calls visit(cell) for each cell of this process with the values of u; the pointers hold during the call
/// alone. All processes must call it.
void for_each_cell(const Space &space, const Vector &u, const std::function<void(const CellValues &)> &visit);

}  // namespace gammaflow
