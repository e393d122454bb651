#pragma once

#include <gammaflow/discretization/front_cells.h>
#include <gammaflow/discretization/gauss_lobatto.h>
#include <gammaflow/discretization/gradient_calculus.h>
#include <gammaflow/discretization/hanging_nodes.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace gammaflow
{
/// The weighted stiffness of a mesh, cell by cell, without a matrix: in a cell with nodes on the tensor grid
/// of Gauss-Lobatto points the reference derivatives are one-dimensional sums, and the true gradient is
/// J^-T times them. On several processes each has its own cells; vectors carry the ghosts that these need.
/// With hanging nodes it is C^T A C of the cells' A.
template <int dim>
class MeshGradients final : public GradientCalculus
{
 public:
  /// A node of a cell.
  struct Node {
    std::size_t index = 0;                             ///< of the point, see HangingNodes
    double weight = 0;                                 ///< det J w
    std::array<double, dim * dim> inverse_jacobian{};  ///< d xi_a / d x_d at a * dim + d
  };

  /// `distributed`: there are no matrices.
  MeshGradients(unsigned degree, Eigen::VectorXd inverse_mass, HangingNodes hanging, std::size_t cells,
                bool distributed = false);
  /// The nodes of one cell after the other, each cell's in lexicographic order.
  void add(const Node &node) { nodes_.push_back(node); }

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
  /// True gradient of the values x at the nodes of a cell.
  void gradients(const Node *cell, const PointValues &x, std::vector<Gradient> &result) const;
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
  /// image = part A_c(m) x of a cell.
  void cell_image(const Node *cell, const PointValues &m, const PointValues &x, double part,
                  std::vector<Gradient> &slope, std::vector<double> &image) const;
  /// B_c of a cell at the mobility m and the force x.
  void upwind_terms(const Node *cell, const PointValues &m, const PointValues &x,
                    std::vector<FrontCell::Term> &terms) const;
  double resolved(const FrontCells *fronts, const Node *cell) const
  {
    return fronts ? fronts->resolved[std::size_t(cell - nodes_.data()) / cell_size_] : 1;
  }
  /// Calls visit(i, gradient of phi_i at q) for the nodes whose shape functions have a gradient at node q.
  template <class Visit>
  void for_shape_gradients(const Node *cell, unsigned q, const Visit &visit) const;
  /// The same for the functions of the space, visit(node, gradient): a hanging node belongs to several.
  void basis_gradients(const Node *cell, unsigned q,
                       std::vector<std::pair<std::size_t, Gradient>> &result) const;

  const bool of_other_processes_;
  GaussLobatto reference_;
  Eigen::VectorXd inverse_mass_;
  const HangingNodes hanging_;
  unsigned cell_size_ = 1;
  std::array<unsigned, dim> stride_{};
  std::vector<Node> nodes_;
};

}  // namespace gammaflow
