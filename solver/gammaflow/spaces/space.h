// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/gradient_calculus.h>
#include <gammaflow/spaces/laplacian_calculus.h>
#include <gammaflow/spaces/lines/tensor_grid.h>
#include <gammaflow/spaces/node_mesh.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// A nodal finite-element space FE_Q(degree) on Gauss-Lobatto points with the Gauss-Lobatto (lumped) mass, so
/// that a function is its nodal values, and the pairing <a,b> = sum_i w_i a_i b_i is diagonal with positive
/// weights. Everything that is not geometry of the mesh (energies, Onsager operators, kernels) sees only this
/// interface; the dimension is a run-time number here. A space may be distributed over processes: each has
/// the nodes that it owns, and what runs over all nodes goes through sum(), minimum(), maximum().
class Space
{
 public:
  virtual ~Space() = default;

  unsigned dim() const { return dim_; }
  unsigned degree() const { return degree_; }
  /// Number of nodes of this process, and of all.
  std::size_t n_nodes() const { return nodes_.size(); }
  std::size_t n_global_nodes() const { return weights_.size(); }
  bool distributed() const { return weights_.get_partitioner()->n_mpi_processes() > 1; }
  /// The nodes of this process.
  const std::vector<Point> &nodes() const { return nodes_; }
  const Vector &weights() const { return weights_; }
  double volume() const { return volume_; }
  /// The largest distance between neighbouring nodes along an edge, to which bandwidths are compared.
  double spacing() const { return spacing_; }
  /// Corners of the bounding box.
  const Point &lower() const { return lower_; }
  const Point &upper() const { return upper_; }
  bool periodic(unsigned direction) const { return periodic_[direction]; }

  /// A zero function with the layout of this space.
  Vector zero() const;
  double integrate(const Vector &f) const;               ///< int f dx
  double inner(const Vector &a, const Vector &b) const;  ///< int a b dx
  double norm(const Vector &a) const;                    ///< L2 norm
  /// Sum, minimum and maximum over all processes of one number from each; NaN where any of them is NaN.
  double sum(double own) const;
  double minimum(double own) const;
  double maximum(double own) const;
  double minimum(const Vector &v) const;  ///< of all entries
  double maximum(const Vector &v) const;
  bool everywhere(bool own) const { return maximum(own ? 0. : 1.) == 0; }  ///< whether `own` is true on all
  template <class Function>                                                ///< nodal values of f(Point)
  Vector sample(const Function &f) const
  {
    Vector values = zero();
    for (std::size_t i = 0; i < nodes_.size(); ++i) data(values)[i] = f(nodes_[i]);
    return values;
  }

  /// Built at first use, then kept.
  virtual const LaplacianCalculus &laplacian() const = 0;
  /// Likewise: -div(m grad .) with the quadrature of the space.
  virtual const GradientCalculus &gradients() const = 0;
  /// The tensor structure of a box; nullptr on other meshes.
  virtual const TensorGrid *tensor_grid() const { return nullptr; }
  /// Number of refinements against the mesh that the parameters describe.
  unsigned level() const { return level_; }
  /// The same cells with nodes of another degree (max(3, degree + 1), or 7 for degree 8): to evaluate
  /// functions between the nodes of this space and, but for vertices and midpoints, of its halved cells.
  /// Built at first use, then kept.
  std::shared_ptr<const Space> between_nodes() const;
  /// A new space on the same cells.
  virtual std::shared_ptr<const Space> with_degree(unsigned degree) const = 0;
  /// u, a function on a coarser (or equal) space of the same domain and family, or on the same cells with
  /// another degree, as a function on this space: sets `out`. InputError for other domains.
  virtual void interpolate(const Space &coarser, const Vector &u, Vector &out) const = 0;
  /// The value of the finite-element function u at a point of the domain (periodic directions: at any point);
  /// InputError outside. All processes must call it.
  virtual double evaluate(const Vector &u, const Point &x) const = 0;
  /// The small cells between neighbouring nodes, those of this process.
  virtual NodeMesh node_mesh() const = 0;
  /// True for nodes (of this process) on the boundary.
  virtual std::vector<bool> at_boundary() const = 0;
  /// Writes named fields to `path`.vtu (to a temporary name, then renamed). InputError where it cannot be
  /// written.
  virtual void write_vtu(const std::string &path,
                         const std::vector<std::pair<std::string, const Vector *>> &fields) const = 0;
  /// One line for the log: "box 1D, 64 cells, degree 4, 257 nodes, no-flux".
  virtual std::string description() const = 0;

 protected:
  unsigned dim_ = 1, degree_ = 1, level_ = 0;
  double volume_ = 0, spacing_ = 0;
  Point lower_{}, upper_{};
  std::array<bool, 3> periodic_{};
  std::vector<Point> nodes_;
  Vector weights_;

 private:
  mutable std::once_flag between_built_;
  mutable std::shared_ptr<const Space> between_;
};

}  // namespace gammaflow
