// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/cells/cell_metric.h>
#include <gammaflow/spaces/hanging_nodes.h>

#include <cmath>
#include <cstddef>

namespace gammaflow::testing
{
/// Eleven cells of random shapes, whose points are nodes in no order.
template <template <int> class Stiffness, int dim>
struct Cells {
  static constexpr std::size_t n_cells = 11;
  Stiffness<dim> stiffness;
  HangingNodes hanging;

  explicit Cells(unsigned degree) : stiffness(degree, n_cells)
  {
    hanging.n_nodes = 100;
    unsigned seed = 1;
    const auto random = [&] { return (seed = seed * 1103515245u + 12345u) / 4294967296.; };
    for (std::size_t i = 0; i < n_cells * stiffness.nodes_per_cell(); ++i) {
      double J[dim][dim];
      for (auto &row : J)
        for (double &entry : row) entry = random() - 0.5;
      stiffness.add(std::size_t(100 * random()), {0.1 + random(), [&](int a, int d) { return J[a][d]; }});
    }
  }

  Vector sums(std::size_t begin, std::size_t end, const double *part, bool product) const
  {
    Vector m(100), x(100), y(100);
    for (unsigned i = 0; i < 100; ++i) {
      m[i] = 1 + std::sin(i);
      x[i] = std::cos(3 * i);
    }
    PointSums sums(hanging, y);
    if (product)
      stiffness.product(part, PointValues(hanging, m), PointValues(hanging, x), sums);
    else
      stiffness.apply(begin, end, part, PointValues(hanging, m), PointValues(hanging, x), sums);
    return y;
  }
};

/// What the loops give for the cells begin <= c < end, of `product` or of `apply`.
template <template <int> class Stiffness, int dim>
Vector sums(unsigned degree, std::size_t begin, std::size_t end, const double *part, bool product)
{
  return Cells<Stiffness, dim>(degree).sums(begin, end, part, product);
}

// With the library's loops compiled for other numbers of cells at once.
Vector sums_one_at_once(unsigned dim, unsigned degree, std::size_t begin, std::size_t end, const double *part,
                        bool product);
Vector sums_eight_at_once(unsigned dim, unsigned degree, std::size_t begin, std::size_t end,
                          const double *part, bool product);

}  // namespace gammaflow::testing
