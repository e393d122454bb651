// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/hanging_nodes.h>
#include <gammaflow/spaces/space.h>
#include <gammaflow/spaces/velocity_fields.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Vector fields on a mesh of any shape: all components at the nodes of the same cells with degree p + 1,
/// with its mass as weights (Taylor and Hood's pair: no function but the constants has the gradient zero). At
/// a wall a field is tangential: Pi takes its normal component out, where walls meet both, in a corner all.
/// Walls that turn by less than 25 degrees at a node have one normal there, the mean of the faces' normals.
///   G x = Pi W^-1 (sum over the cells of the gradients' moments),   G* f = -div(Pi f).
class MeshFields final : public VelocityFields
{
 public:
  /// Null where the space is not a mesh.
  static std::shared_ptr<const MeshFields> of(const Space &space);

  unsigned dim() const override { return points_->dim(); }
  Eigen::Index size(unsigned /*d*/) const override { return weights_.size(); }
  const Component &weights(unsigned /*d*/) const override { return weights_; }
  Field gradient(const Vector &x) const override;
  void divergence(const Field &f, Vector &x) const override;
  Field interpolate(const Vector &x) const override;
  double sum(double own) const override { return points_->sum(own); }

  /// The cells with the nodes where fields live.
  const Space &points() const { return *points_; }
  void make_tangential(Field &f) const;  ///< f = Pi f

 private:
  template <int mesh_dim>
  struct Builder;
  MeshFields() = default;
  std::size_t cells() const { return of_cells_.size() / per_cell_; }
  const std::uint32_t *points_of(std::size_t cell) const { return of_cells_.data() + cell * per_cell_; }
  const std::uint32_t *nodes_of(std::size_t cell) const { return nodes_.data() + cell * nodes_per_cell_; }
  /// The values of a function at the nodes of a cell.
  Eigen::VectorXd in_cell(const PointValues &x, std::size_t cell) const;

  std::shared_ptr<const Space> points_;
  Component weights_;
  Eigen::VectorXd inverse_mass_;                 ///< of the functions' space
  HangingNodes hanging_points_, hanging_nodes_;  ///< of the fields' space, of the functions'
  unsigned per_cell_ = 1, nodes_per_cell_ = 1;
  std::vector<std::uint32_t> of_cells_, nodes_;
  std::vector<double> factors_;      ///< w_q d xi_a / d x_d, a fastest, then d, then the points of all cells
  Eigen::MatrixXd slopes_, values_;  ///< of the functions' shapes at a cell's points: rows (a, q), and q
  std::vector<std::pair<Eigen::Index, Eigen::MatrixXd>> walls_;  ///< Pi at the points of walls
};

}  // namespace gammaflow
