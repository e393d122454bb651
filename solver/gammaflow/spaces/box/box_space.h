// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <memory>
#include <mutex>

namespace gammaflow
{
/// A box with a tensor-product mesh, in one to three directions. Nodes are numbered lexicographically, x
/// fastest; a periodic direction has no duplicate of its first node.
class BoxSpace : public Space
{
 public:
  /// laplacian().prepare() refuses (InputError) dense matrices of the directions that would need more than
  /// `memory_mib`.
  explicit BoxSpace(TensorGrid grid, unsigned level = 0, double memory_mib = 8192);

  const LaplacianCalculus &laplacian() const override;
  const GradientCalculus &gradients() const override;
  const TensorGrid *tensor_grid() const override { return &grid_; }
  std::shared_ptr<const Space> with_degree(unsigned degree) const override;
  /// Exact for nested meshes: the finite-element function is evaluated at the nodes, one direction after the
  /// other. InputError unless `coarser` is a box with the same corners.
  void interpolate(const Space &coarser, const Vector &u, Vector &out) const override;
  double evaluate(const Vector &u, const Point &x) const override;
  void write_vtu(const std::string &path,
                 const std::vector<std::pair<std::string, const Vector *>> &fields) const override;
  NodeMesh node_mesh() const override;
  std::vector<bool> at_boundary() const override;
  std::string description() const override;

 private:
  TensorGrid grid_;
  double memory_mib_;
  mutable std::once_flag laplacian_built_, gradients_built_;
  mutable std::unique_ptr<LaplacianCalculus> laplacian_;
  mutable std::unique_ptr<GradientCalculus> gradients_;
};

}  // namespace gammaflow
