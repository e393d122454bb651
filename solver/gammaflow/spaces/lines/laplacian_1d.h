// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/tensor_grid.h>

#include <Eigen/Core>

#include <memory>
#include <mutex>
#include <vector>

namespace gammaflow
{
/// The ends of a direction at whose nodes functions are held at zero.
struct HeldEnds {
  bool lower = false, upper = false;
  bool any() const { return lower || upper; }
  bool holds(std::size_t node, std::size_t n) const { return node == 0 ? lower : node + 1 == n && upper; }
};

/// L = B diag(values) B^T M with B^T M B = 1.
struct Eigenbasis {
  Eigen::VectorXd values;   ///< ascending, the first exactly 0
  Eigen::MatrixXd vectors;  ///< B; its first column is exactly constant

  /// Equal cells: Bloch waves, one problem of the size of the degree per wave number; O(n^2) operations.
  static Eigenbasis of_uniform(const Grid1D &grid);
  /// Any cells: a dense singular value decomposition, O(n^3) operations.
  static Eigenbasis of_any(const Grid1D &grid);
  /// Of functions that vanish at the held ends, L restricted to the other nodes: values ascending and
  /// positive. Then one unit vector for each held node (of two: even and odd), whose value is infinite.
  static Eigenbasis with_held_ends(const Grid1D &grid, const HeldEnds &ends);

 private:
  static Eigenbasis of_uniform_held(const Grid1D &grid, const HeldEnds &ends);
  static Eigenbasis of_any_held(const Grid1D &grid, const HeldEnds &ends);
};

/// The Laplacian L = M^-1 A of one direction: its rows, and (at first use) its eigenvectors.
class Laplacian1D
{
 public:
  explicit Laplacian1D(const Grid1D &grid);
  /// Equal grids share one object as long as anybody holds it.
  static std::shared_ptr<const Laplacian1D> shared(const Grid1D &grid);

  std::size_t size() const { return row_start.size() - 1; }

  /// Row i of L: entries row_start[i] to row_start[i+1] of columns and values; the first is the diagonal.
  std::vector<std::size_t> row_start, columns;
  std::vector<double> values;

  /// A bound of the spectrum by Gershgorin's circles.
  double largest_eigenvalue() const;
  const Eigenbasis &eigenbasis() const;

 private:
  Grid1D grid_;
  mutable std::once_flag decomposed_;
  mutable std::unique_ptr<Eigenbasis> eigenbasis_;
};

}  // namespace gammaflow
