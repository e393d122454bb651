// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/parameters/domain.h>
#include <gammaflow/spaces/cells/mesh_gradients.h>
#include <gammaflow/spaces/mesh/distributed_laplacian.h>
#include <gammaflow/spaces/mesh/mesh_laplacian.h>
#include <gammaflow/spaces/mesh/mesh_reader.h>
#include <gammaflow/spaces/mesh/mesh_space.h>
#include <gammaflow/spaces/mesh/periodic_faces.h>
#include <gammaflow/spaces/walls.h>
#include <gammaflow/sparse/sparse_rows.h>

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/distributed/tria_base.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_q.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// The Gauss-Lobatto rule, its points in the numbering of the nodes of the element.
template <int mesh_dim>
dealii::Quadrature<mesh_dim> nodal_quadrature(const dealii::FE_Q<mesh_dim> &element)
{
  const dealii::QGaussLobatto<mesh_dim> rule(element.degree + 1);
  const std::vector<unsigned> lexicographic = element.get_poly_space_numbering();
  std::vector<double> weights(rule.size());
  for (unsigned i = 0; i < rule.size(); ++i) weights[i] = rule.weight(lexicographic[i]);
  return {element.get_unit_support_points(), weights};
}
}  // namespace

template <int mesh_dim>
MeshSpace<mesh_dim>::MeshSpace(std::unique_ptr<dealii::Triangulation<mesh_dim>> mesh, const unsigned degree,
                               const unsigned level, const std::string &name, CellRefinement refinement)
    : refinement_(std::move(refinement)),
      name_(name),
      mesh_(std::move(mesh)),
      element_(degree),
      mapping_(degree),
      dofs_(*mesh_)
{
  dim_ = mesh_dim;
  degree_ = degree;
  level_ = level;
  mapping_.initialize(dealii::MappingQ<mesh_dim>(degree), *mesh_);
  // The mapping knows all points now. A copy of a transfinite manifold would look at all active cells with a
  // table for those of the finest level (deal.II 9.4), and meshes are copied where functions travel.
  mesh_->reset_all_manifolds();
  dofs_.distribute_dofs(element_);
  number_nodes();
  measure();
}

template <int mesh_dim>
MeshSpace<mesh_dim>::MeshSpace(const MeshSpace &cells, const unsigned degree)
    : refinement_(cells.refinement_),
      name_(cells.name_),
      mesh_(cells.mesh_),
      element_(degree),
      mapping_(cells.mapping_),
      dofs_(*mesh_)
{
  dim_ = mesh_dim;
  degree_ = degree;
  level_ = cells.level_;
  dofs_.distribute_dofs(element_);
  number_nodes();
  measure();
}

template <int mesh_dim>
std::shared_ptr<const Space> MeshSpace<mesh_dim>::with_degree(const unsigned degree) const
{
  return std::make_shared<MeshSpace<mesh_dim>>(*this, degree);
}

/// Nodes, weights, and what follows from them.
template <int mesh_dim>
void MeshSpace<mesh_dim>::measure()
{
  const dealii::Quadrature<mesh_dim> quadrature = nodal_quadrature(element_);
  dealii::FEValues<mesh_dim> values(mapping_, element_, quadrature,
                                    dealii::update_JxW_values | dealii::update_quadrature_points);
  points_.resize(hanging_.n_nodes + hanging_.size());
  for (unsigned d = 0; d < mesh_dim; ++d) periodic_[d] = has_periodic_faces(*mesh_, d);
  std::array<double, 3> low{}, high{};
  low.fill(std::numeric_limits<double>::infinity());
  high.fill(-std::numeric_limits<double>::infinity());
  const std::vector<unsigned> node = element_.get_poly_space_numbering_inverse();
  std::string fault;
  for_own_cells([&](const CellIterator &cell, const std::vector<dealii::types::global_dof_index> &dofs) {
    values.reinit(cell);
    for (unsigned i = 0; i < dofs.size(); ++i) {
      const dealii::Point<mesh_dim> &x = values.quadrature_point(i);
      const std::size_t at = local(dofs[i]);
      for (unsigned d = 0; d < mesh_dim; ++d) {
        points_[at][d] = x[d];
        low[d] = std::min(low[d], x[d]);
        high[d] = std::max(high[d], x[d]);
      }
      if (!(values.JxW(i) > 0) && fault.empty())
        for (unsigned d = 0; d < mesh_dim; ++d) fault += (d ? ", " : "") + std::to_string(x[d]);
      hanging_.for_nodes(at, [&](std::size_t k, double c) { data(weights_)[k] += c * values.JxW(i); });
    }
    // neighbours in the lattice of the cell's nodes
    for (unsigned i = 0, stride = 1; i < mesh_dim; ++i, stride *= degree_ + 1)
      for (unsigned l = 0; l < dofs.size(); ++l)
        if (l / stride % (degree_ + 1) < degree_)
          spacing_ = std::max(
              spacing_, values.quadrature_point(node[l]).distance(values.quadrature_point(node[l + stride])));
  });
  weights_.compress(dealii::VectorOperation::add);
  fault = first_message(fault, weights_);
  if (!fault.empty())
    throw InputError(name_, "",
                     "the Gauss-Lobatto weight at the node (" + fault +
                         ") of a cell is not positive: the cell is degenerate or turned inside out there",
                     "cells whose corners have angles strictly between 0 and 180 degrees");
  nodes_.assign(points_.begin(), points_.begin() + std::ptrdiff_t(size(weights_)));
  check_weights();
  double own_volume = 0;
  for (std::size_t i = 0; i < n_nodes(); ++i) own_volume += data(weights_)[i];
  for (unsigned d = 0; d < mesh_dim; ++d) {
    lower_[d] = minimum(low[d]);
    upper_[d] = maximum(high[d]);
  }
  unsigned coarsest = mesh_->n_levels();
  for_own_cells([&](const CellIterator &cell, const auto &) {
    coarsest = std::min(coarsest, unsigned(cell->level()));
  });
  coarsest = unsigned(minimum(coarsest));
  double finer = 0;
  for_own_cells([&](const CellIterator &cell, const auto &) { finer += unsigned(cell->level()) > coarsest; });
  finer_cells_ = std::size_t(sum(finer));
  volume_ = sum(own_volume);
  spacing_ = maximum(spacing_);
}

/// What cells give to hanging nodes has signs; that no sum is negative is true of cells of one shape only.
template <int mesh_dim>
void MeshSpace<mesh_dim>::check_weights() const
{
  std::string fault;
  for (std::size_t i = 0; i < n_nodes() && fault.empty(); ++i)
    if (!(data(weights_)[i] > 0)) {
      for (unsigned d = 0; d < mesh_dim; ++d) fault += (d ? ", " : "") + std::to_string(nodes_[i][d]);
      fault += ") is " + std::to_string(data(weights_)[i]);
    }
  fault = first_message(fault, weights_);
  if (!fault.empty())
    throw InputError(
        name_, "",
        "the weight of the node (" + fault + ": the cells at the hanging nodes nearby are too unlike",
        "cells that change little from one to the next where the mesh is refined locally; a lower "
        "degree; a finer mesh before it is refined locally");
}

template <int mesh_dim>
const LaplacianCalculus &MeshSpace<mesh_dim>::laplacian() const
{
  std::call_once(laplacian_built_, [this] {
    if (dynamic_cast<const dealii::parallel::TriangulationBase<mesh_dim> *>(mesh_.get())) {
      laplacian_ = std::make_unique<DistributedLaplacian>(*this);
      return;
    }
    dealii::FEValues<mesh_dim> values(mapping_, element_, nodal_quadrature(element_),
                                      dealii::update_JxW_values | dealii::update_gradients);
    const unsigned n = element_.n_dofs_per_cell();
    SparseRows rows(n_nodes());
    Eigen::MatrixXd cell_matrix(n, n), gradients(n, n * mesh_dim);
    for_own_cells([&](const CellIterator &cell, const std::vector<dealii::types::global_dof_index> &dofs) {
      values.reinit(cell);
      // A_ij = sum_q JxW_q grad phi_i(x_q) . grad phi_j(x_q)
      for (unsigned q = 0; q < n; ++q)
        for (unsigned i = 0; i < n; ++i)
          for (unsigned d = 0; d < mesh_dim; ++d)
            gradients(i, q * mesh_dim + d) = std::sqrt(values.JxW(q)) * values.shape_grad(i, q)[d];
      cell_matrix.noalias() = gradients * gradients.transpose();
      for (unsigned i = 0; i < n; ++i)
        for (unsigned j = 0; j < n; ++j)
          hanging_.for_nodes(local(dofs[i]), [&](std::size_t row, double c) {
            hanging_.for_nodes(local(dofs[j]), [&](std::size_t column, double b) {
              rows.add(row, column, c * cell_matrix(i, j) * b);
            });
          });
    });
    laplacian_ = std::make_unique<MeshLaplacian>(
        rows.stiffness(), Eigen::Map<const Eigen::VectorXd>(data(weights_), Eigen::Index(n_nodes())), nodes_);
  });
  return *laplacian_;
}

template <int mesh_dim>
const GradientCalculus &MeshSpace<mesh_dim>::gradients() const
{
  std::call_once(gradients_built_, [this] {
    dealii::FEValues<mesh_dim> values(mapping_, element_, nodal_quadrature(element_),
                                      dealii::update_jacobians | dealii::update_inverse_jacobians);
    CellStiffness<mesh_dim> cells(degree_, mesh_->n_active_cells());
    const std::vector<unsigned> node = element_.get_poly_space_numbering_inverse();
    for_own_cells([&](const CellIterator &cell, const std::vector<dealii::types::global_dof_index> &dofs) {
      values.reinit(cell);
      for (const unsigned i : node)  // lexicographic
        cells.add(local(dofs[i]), {values.jacobian(i).determinant(),
                                   [&](int a, int d) { return values.inverse_jacobian(i)[a][d]; }});
    });
    gradients_ = std::make_unique<MeshGradients<mesh_dim>>(
        degree_, std::move(cells), as_eigen(weights_).cwiseInverse(), hanging_, distributed());
  });
  return *gradients_;
}

template <int mesh_dim>
std::string MeshSpace<mesh_dim>::description() const
{
  return "mesh " + std::to_string(mesh_dim) + "D, " + std::to_string(mesh_->n_global_active_cells()) +
         " cells" +
         (finer_cells_ > 0 ? " (" + std::to_string(finer_cells_) + " of them refined locally)" : "") +
         ", degree " + std::to_string(degree_) + ", " + std::to_string(n_global_nodes()) + " nodes, " +
         boundary_words(*this) +
         (distributed() ? ", " + std::to_string(weights_.get_partitioner()->n_mpi_processes()) + " processes"
                        : "");
}

std::shared_ptr<const Space> make_mesh_space(const Parameters &parameters, const Domain &domain,
                                             const unsigned level, MPI_Comm communicator,
                                             const CellRefinement &refinement)
{
  const std::string name = domain.mesh_file.empty()
                               ? "section 'domain', key 'mesh generator': " + domain.generator
                               : "section 'domain', key 'mesh file': " + parameters.resolve(domain.mesh_file);
  if (domain.dim == 2)
    return std::make_shared<MeshSpace<2>>(read_mesh<2>(parameters, domain, level, communicator, refinement),
                                          domain.degree, level, name, refinement);
  return std::make_shared<MeshSpace<3>>(read_mesh<3>(parameters, domain, level, communicator, refinement),
                                        domain.degree, level, name, refinement);
}

template class MeshSpace<2>;
template class MeshSpace<3>;

}  // namespace gammaflow
