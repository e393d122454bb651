// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/laplacian_calculus.h>
#include <gammaflow/spaces/lines/staggered_line.h>
#include <gammaflow/spaces/space.h>
#include <gammaflow/spaces/velocity_fields.h>

#include <array>
#include <memory>
#include <mutex>
#include <vector>

namespace gammaflow
{
class StaggeredModes;

/// Vector fields on a box. Component d lives at p Gauss points per cell in direction d times the
/// Gauss-Lobatto nodes in the other directions, x fastest, with the product weights omega. There
///   G   is the gradient of nodal functions,
///   G*  = W^-1 G^T omega its exact adjoint, <G x, f>_omega = <x, G* f>_W, the negative divergence with
///       f.n = 0 at walls,
///   I   interpolates nodal functions; a density has the values exp(I log u) > 0.
/// G* G is the Laplacian L of the space. Component d has the Laplacian
///   L~_d = G_d G_d* + (the nodal Laplacians of the other directions),
/// with Dirichlet conditions on walls normal to d and Neumann conditions on the others, and
///   G_d g(L) = g(L~_d) G_d   exactly, for every function g.
class StaggeredFields final : public VelocityFields
{
 public:
  /// Null where the space is not a box. Equal boxes share one object as long as anybody holds it.
  static std::shared_ptr<const StaggeredFields> of(const Space &space);
  explicit StaggeredFields(const TensorGrid &grid);
  ~StaggeredFields() override;

  unsigned dim() const override { return grid_.dim; }
  const TensorGrid &grid() const { return grid_; }
  /// The points of component d as a grid of their own.
  const TensorGrid &points(unsigned d) const { return points_[d]; }
  const StaggeredLine &line(unsigned d) const { return lines_[d]; }
  Eigen::Index size(unsigned d) const override { return weights_[d].size(); }
  Point point(unsigned d, Eigen::Index q) const;
  const Component &weights(unsigned d) const override { return weights_[d]; }

  void gradient(unsigned d, const Vector &x, Component &f) const;  ///< f = G_d x
  Field gradient(const Vector &x) const override;
  void adjoint(unsigned d, const Component &f, Vector &x) const;  ///< x = G_d* f
  void divergence(const Field &f, Vector &x) const override;      ///< x = sum_d G_d* f_d = -div f
  void interpolate(unsigned d, const Vector &x, Component &f) const;
  Field interpolate(const Vector &x) const override;

  /// The eigenvectors of L~_d; built at first use, then kept.
  const StaggeredModes &modes(unsigned d) const;

 private:
  std::size_t lower(unsigned d) const;
  std::size_t upper(unsigned d) const;

  TensorGrid grid_;
  std::vector<TensorGrid> points_;
  std::vector<StaggeredLine> lines_;
  Field weights_;
  struct Modes;
  std::unique_ptr<Modes> modes_;
};

}  // namespace gammaflow
