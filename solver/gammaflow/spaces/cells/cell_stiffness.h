// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/cells/cell_metric.h>
#include <gammaflow/spaces/hanging_nodes.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace gammaflow
{
/// The weighted stiffness of the cells of a mesh, each with (degree + 1)^dim nodes at the Gauss-Lobatto
/// points. Gradients in reference coordinates, and their transpose, are sum factorization by deal.II: a
/// MatrixFree of the reference cell alone. The shape of the cells is in the metrics of their nodes: less
/// memory than Jacobians and weights, fewer operations, and no tolerance within which two cells count as
/// equal (deal.II 9.4 has one, 1e-10 of the diameter of a coarse cell).
template <int dim>
class CellStiffness
{
 public:
  CellStiffness(unsigned degree, std::size_t cells);
  CellStiffness(CellStiffness &&) noexcept;
  ~CellStiffness();
  /// The nodes of one cell after the other, each cell's in lexicographic order; points: see HangingNodes.
  void add(std::size_t point, const CellMetric<dim> &metric)
  {
    points_.push_back(std::uint32_t(point));
    metrics_.push_back(metric);
  }

  std::size_t size() const { return points_.size() / cell_size_; }
  unsigned nodes_per_cell() const { return cell_size_; }
  const std::uint32_t *points(std::size_t cell) const { return points_.data() + cell * cell_size_; }
  const CellMetric<dim> *metrics(std::size_t cell) const { return metrics_.data() + cell * cell_size_; }

  /// Adds s_c A_c(m) x of the cells begin <= c < end to `sums`, with
  ///   y^T A_c(m) x = sum_q w_q m_q grad y_q . G_q grad x_q;
  /// `part`: s, or null where it is one.
  void apply(std::size_t begin, std::size_t end, const double *part, const PointValues &m,
             const PointValues &x, PointSums &sums) const;
  /// Adds s_c w_q grad a_q . G_q grad b_q at the nodes q of all cells c.
  void product(const double *part, const PointValues &a, const PointValues &b, PointSums &sums) const;

 private:
  struct Reference;
  unsigned cell_size_;
  std::unique_ptr<const Reference> reference_;
  std::vector<std::uint32_t> points_;
  std::vector<CellMetric<dim>> metrics_;
};

}  // namespace gammaflow
