// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/sparse/sparse_factor.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Collects the entries of a symmetric stiffness matrix, row by row.
class SparseRows
{
 public:
  explicit SparseRows(std::size_t rows) : rows_(rows) {}

  /// Adds the value to the entry (i, j).
  void add(std::size_t i, std::size_t j, double value);
  /// The matrix, without entries that are zero up to round-off (Gauss-Lobatto points decouple most pairs of
  /// nodes on rectangular cells), with rows that sum to zero: constants are in the kernel.
  SparseMatrix stiffness() const;

 private:
  std::vector<std::vector<std::pair<std::size_t, double>>> rows_;
};

}  // namespace gammaflow
