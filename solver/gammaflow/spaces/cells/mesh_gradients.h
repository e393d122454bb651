// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/cells/cell_stiffness.h>
#include <gammaflow/spaces/cells/front_cells.h>
#include <gammaflow/spaces/gradient_calculus.h>
#include <gammaflow/spaces/hanging_nodes.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace gammaflow
{
/// The weighted stiffness of a mesh, cell by cell, without a matrix. On several processes each has its own
/// cells; vectors carry the ghosts that these need. With hanging nodes it is C^T A C of the cells' A.
template <int dim>
class MeshGradients final : public GradientCalculus
{
 public:
  /// Cells whose values stand at the points of `hanging`; `distributed`: there are no matrices.
  MeshGradients(unsigned degree, CellStiffness<dim> cells, Eigen::VectorXd inverse_mass, HangingNodes hanging,
                bool distributed = false);

  void apply(const Vector &m, const Vector &x, Vector &y) const override;
  void derivative(const Vector &m, const Vector &direction, const Vector &x, Vector &y) const override;
  void diagonal(const Vector &m, Vector &d) const override { diagonal(m, d, nullptr); }
  void product(const Vector &a, const Vector &b, Vector &g) const override { product(a, b, g, nullptr); }
  SparseMatrix matrix(const Vector &m) const override { return matrix(m, nullptr); }
  SparseMatrix mobility_matrix(const Vector &x) const override { return mobility_matrix(x, nullptr); }
  std::shared_ptr<const GradientCalculus> at_fronts(const Vector &m, const Vector &x) const override;

 private:
  /// A(m) with the upwind fluxes of given cells: these functions with `fronts`.
  class AtFronts;
  using Gradient = std::array<double, dim>;
  /// y = M^-1 A(m) x with m at the points; `slope`: m is a change of the mobility at which the fronts are,
  /// and theta changes with it.
  void apply_points(const PointValues &m, const Vector &x, Vector &y, const FrontCells *fronts,
                    bool slope = false) const;
  /// What `direction` changes in m at the points.
  PointValues change_of_mobility(const Vector &m, const Vector &direction) const;
  void diagonal(const Vector &m, Vector &d, const FrontCells *fronts) const;
  void product(const Vector &a, const Vector &b, Vector &g, const FrontCells *fronts) const;
  SparseMatrix matrix(const Vector &m, const FrontCells *fronts) const;
  SparseMatrix mobility_matrix(const Vector &x, const FrontCells *fronts) const;
  /// B_c of a cell at the mobility m and the force x.
  void upwind_terms(std::size_t cell, const PointValues &m, const PointValues &x,
                    std::vector<FrontCell::Term> &terms) const;
  /// Null: they are all one.
  static const double *parts(const FrontCells *fronts) { return fronts ? fronts->resolved.data() : nullptr; }
  /// w_q times the part of the cell that is resolved.
  double weight(const FrontCells *fronts, std::size_t cell, unsigned q) const
  {
    return fronts ? fronts->resolved[cell] * weights_[q] : weights_[q];
  }
  /// Calls visit(i, gradient of phi_i at q) for the nodes whose shape functions have a gradient at node q.
  template <class Visit>
  void for_shape_gradients(unsigned q, const Visit &visit) const;
  /// The same for the functions of the space, visit(node, gradient): a hanging node belongs to several.
  void basis_gradients(std::size_t cell, unsigned q,
                       std::vector<std::pair<std::size_t, Gradient>> &result) const;

  const bool of_other_processes_;
  const GaussLobatto reference_;
  const CellStiffness<dim> cells_;
  const Eigen::VectorXd inverse_mass_;
  const HangingNodes hanging_;
  std::array<unsigned, dim> stride_{};
  std::vector<double> weights_{1.};  ///< w of the nodes of the reference cell
};

}  // namespace gammaflow
