// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/gradient_calculus.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/tensor_grid.h>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace gammaflow
{
/// The weighted stiffness of a box. The derivative of a nodal function in direction d at a node needs the
/// values on the line of nodes in that direction through it, within the cell, and nothing else; and the
/// quadrature weight is that of the line times those across. So M^-1 A(m) is a sum over the directions of
/// one-dimensional operators, line by line,
///   (M^-1 A(m) x)_i = sum_d 1/w_i sum_(cells of the line) sum_q D_qi (w_q/h) m_q sum_r D_qr x_r,
/// with w and D the weights and the derivative of the reference cell, h the length of the cell.
class BoxGradients final : public GradientCalculus
{
 public:
  explicit BoxGradients(const TensorGrid &grid);

  void apply(const Vector &m, const Vector &x, Vector &y) const override;
  bool cell_maxima(const Vector &m, Vector &largest) const override;
  void diagonal(const Vector &m, Vector &d) const override;
  void product(const Vector &a, const Vector &b, Vector &g) const override;
  SparseMatrix matrix(const Vector &m) const override;
  SparseMatrix mobility_matrix(const Vector &x) const override;
  std::shared_ptr<const GradientCalculus> at_fronts(const Vector &m, const Vector &x) const override;

 private:
  /// Calls visit(direction, base, stride, across) for every line of nodes: the index of its first node, the
  /// stride between neighbours and the weight of the directions across.
  template <class Visit>
  void for_all_lines(const Visit &visit) const;
  /// Calls visit(cell, largest) for the cells whose smallest value is below `ratio` times the largest; low
  /// and high are the extrema of the cell over the directions beyond d.
  template <class Visit>
  void steep_cells(unsigned d, const double *low, const double *high, double ratio,
                   std::array<std::size_t, 3> &cell, const Visit &visit) const;
  double weight_over_length(const Grid1D &grid, std::size_t cell, unsigned q) const;

  /// The same stiffness, cell by cell.
  const GradientCalculus &cells() const;

  TensorGrid grid_;
  GaussLobatto reference_;
  mutable std::once_flag cells_built_;
  mutable std::unique_ptr<const GradientCalculus> cells_;
  std::array<std::size_t, 3> sizes_{{1, 1, 1}}, strides_{};
  std::array<std::vector<double>, 3> inverse_weights_;  ///< 1/w of each direction's nodes
};

}  // namespace gammaflow
