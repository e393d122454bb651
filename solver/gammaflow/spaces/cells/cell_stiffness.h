// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/cells/cell_metric.h>
#include <gammaflow/spaces/hanging_nodes.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gammaflow
{
/// The weighted stiffness of the cells of a mesh, each with (degree + 1)^dim nodes at the Gauss-Lobatto
/// points, degree 1 to 9. Gradients in reference coordinates, and their transpose, are sum factorization: the
/// derivative matrix of a line, one direction after the other. Several cells go through it at once, each in
/// an entry of the processor's vectors (doc/spaces.md). The shape of the cells is in the metrics of their
/// nodes.
template <int dim>
class CellStiffness
{
 public:
  CellStiffness(unsigned degree, std::size_t cells);
  /// The nodes of one cell after the other, each cell's in lexicographic order; points: see HangingNodes.
  void add(std::size_t point, const CellMetric<dim> &metric);

  std::size_t size() const { return points_.size() / cell_size_; }
  unsigned nodes_per_cell() const { return cell_size_; }
  const std::uint32_t *points(std::size_t cell) const { return points_.data() + cell * cell_size_; }
  /// At the node q of a cell.
  CellMetric<dim> metric(std::size_t cell, unsigned q) const;

  /// Adds s_c A_c(m) x of the cells begin <= c < end to `sums`, with
  ///   y^T A_c(m) x = sum_q w_q m_q grad y_q . G_q grad x_q;
  /// `part`: s, or null where it is one.
  void apply(std::size_t begin, std::size_t end, const double *part, const PointValues &m,
             const PointValues &x, PointSums &sums) const;
  /// Adds s_c w_q grad a_q . G_q grad b_q at the nodes q of all cells c.
  void product(const double *part, const PointValues &a, const PointValues &b, PointSums &sums) const;

 private:
  /// A matrix M of a line, M_{n-1-q, n-1-r} = -M_qr, as it acts on sums and differences of opposite values,
  /// by rows.
  struct Derivative {
    std::vector<double> of_sums, of_differences, of_middle;

    explicit Derivative(const Eigen::MatrixXd &M);
  };
  template <int n>
  struct Loops;
  /// Calls visit(Loops<degree + 1>()).
  template <class Visit>
  void with_loops(const Visit &visit) const;

  const GaussLobatto &line_;
  unsigned cell_size_;
  std::vector<std::uint32_t> points_;
  const Derivative derivative_, transpose_;  ///< of the line
  std::vector<double> weights_;              ///< w_q
  /// Of the groups of as many cells as there are lanes: entry k of G at the node q of all cells of a group,
  /// side by side. Where there are fewer cells, zero.
  std::vector<double> metrics_;
};

}  // namespace gammaflow
