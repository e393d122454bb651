// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/spaces/solvers/low_order_multigrid.h>

#include <Eigen/Dense>
#include <deal.II/base/index_set.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/trilinos_precondition.h>
#include <deal.II/lac/trilinos_sparse_matrix.h>
#include <deal.II/lac/trilinos_sparsity_pattern.h>

#include <Epetra_MultiVector.h>
#include <Teuchos_ParameterList.hpp>
#include <Teuchos_TimeMonitor.hpp>
#include <algorithm>
#include <cmath>
#include <ml_MultiLevelPreconditioner.h>
#include <mutex>

namespace gammaflow
{
namespace
{
using Index = dealii::types::global_dof_index;

/// ML makes and frees its hierarchies with variables of the whole process (ML_qr_fix_Create,
/// ML_memory_alloc): two threads that do so at once damage the heap. Its cycles have none.
std::mutex one_hierarchy_at_a_time;

/// Unknowns of a coarsest mesh that is solved by LU factors: each process keeps some.
std::size_t most_factored()
{
  return std::max<std::size_t>(2000, 4 * std::size_t(number_of_processes()));
}

/// At a corner of a small cell: the weight |J|/2^dim, and the products of the gradients of the shape
/// functions of the corner itself and of its neighbours along the edges; all others have none there.
template <int dim>
struct Corner {
  double weight = 0;
  Eigen::Matrix<double, dim + 1, dim + 1> products;

  Corner(const std::vector<Point> &points, const std::uint32_t *cell, unsigned corner)
  {
    Eigen::Matrix<double, dim, dim> J;  // columns: edges in the direction of growing coordinates
    for (unsigned a = 0; a < dim; ++a) {
      const Point &high = points[cell[corner | (1u << a)]], &low = points[cell[corner & ~(1u << a)]];
      for (unsigned d = 0; d < dim; ++d) J(d, a) = high[d] - low[d];
    }
    Eigen::Matrix<double, dim, dim + 1> gradients;
    const Eigen::Matrix<double, dim, dim> inverse = J.inverse();
    gradients.col(0).setZero();
    for (unsigned a = 0; a < dim; ++a) {
      const double sign = corner >> a & 1 ? -1 : 1;
      gradients.col(a + 1) = sign * inverse.row(a).transpose();
      gradients.col(0) -= gradients.col(a + 1);
    }
    weight = std::abs(J.determinant()) / (1u << dim);
    products = gradients.transpose() * gradients;
  }
};
}  // namespace

struct LowOrderMultigrid::Implementation {
  const Space &space;
  const NodeMesh mesh;
  Vector relevant, scale;  ///< with the nodes of other processes at the cells of this one
  dealii::TrilinosWrappers::SparseMatrix matrix;
  dealii::TrilinosWrappers::PreconditionAMG multigrid;
  mutable Vector weighted;
  /// What to do on the coarsest mesh. Coarsening ends where the constant term c has made the matrix nearly
  /// diagonal (short steps), and there may be any number of unknowns left: no factors are needed then, nor
  /// can they be afforded.
  bool factors = false;
  double expected_left = 0;          ///< of the last matrix, on its coarsest mesh
  std::size_t largest_factored = 0;  ///< of all coarsest meshes so far

  explicit Implementation(const Space &s) : space(s), mesh(s.node_mesh()), weighted(s.zero())
  {
    const dealii::IndexSet own = weighted.locally_owned_elements();
    dealii::IndexSet needed(own.size());
    std::vector<Index> nodes(mesh.node.begin(), mesh.node.end());
    std::sort(nodes.begin(), nodes.end());
    needed.add_indices(nodes.begin(), nodes.end());
    needed.add_indices(own);
    relevant.reinit(own, needed, weighted.get_mpi_communicator());
    scale.reinit(relevant);
    dealii::TrilinosWrappers::SparsityPattern pattern(own, own, needed, weighted.get_mpi_communicator());
    const unsigned corners = 1u << space.dim();
    std::vector<Index> columns;
    for (std::size_t cell = 0; cell < mesh.corners.size(); cell += corners)
      for (unsigned q = 0; q < corners; ++q) {
        indices(cell, q, columns);
        for (const Index row : columns) pattern.add_entries(row, columns.begin(), columns.end());
      }
    pattern.compress();
    matrix.reinit(pattern);
  }

  ~Implementation()
  {
    const std::lock_guard<std::mutex> lock(one_hierarchy_at_a_time);
    multigrid.clear();
  }

  /// The points of a corner and of its neighbours.
  std::uint32_t point(std::size_t cell, unsigned q, unsigned k) const
  {
    return mesh.corners[cell + (k == 0 ? q : q ^ (1u << (k - 1)))];
  }
  /// The nodes that these are made of.
  void indices(std::size_t cell, unsigned q, std::vector<Index> &result) const
  {
    result.clear();
    for (unsigned k = 0; k <= space.dim(); ++k)
      mesh.hanging.for_nodes(point(cell, q, k), [&](std::size_t node, double) {
        if (std::find(result.begin(), result.end(), mesh.node[node]) == result.end())
          result.push_back(mesh.node[node]);
      });
  }

  /// The hierarchy of the matrix; `constant`: what A(m) maps to zero.
  void build(std::vector<double> &constant)
  {
    dealii::TrilinosWrappers::PreconditionAMG::AdditionalData settings;
    settings.aggregation_threshold = 0.02;  // cells are stretched near the ends of elements of high degree
    settings.n_cycles = 2;
    // Trilinos times its products with one stack of timers for all threads, which throws when two flows
    // multiply at once.
    static const bool no_stack = (Teuchos::TimeMonitor::setStackedTimer(Teuchos::null), true);
    (void)no_stack;
    Teuchos::ParameterList list;
    std::unique_ptr<Epetra_MultiVector> modes;
    settings.set_parameters(list, modes, matrix);
    list.set("null space: type", "pre-computed");
    list.set("null space: dimension", 1);
    list.set("null space: vectors", constant.data());
    list.set("coarse: max size", int(most_factored()));
    if (!factors) {  // a polynomial of degree 4 on [lambda/4, lambda] leaves 1/40 of the error
      list.set("coarse: type", "Chebyshev");
      list.set("coarse: sweeps", 4);
      list.set("coarse: Chebyshev alpha", 4.);
    }
    {
      const std::lock_guard<std::mutex> lock(one_hierarchy_at_a_time);
      multigrid.initialize(matrix, list);
    }
    if (factors) largest_factored = std::max(largest_factored, coarsest_rows());
  }

  std::size_t coarsest_rows() const
  {
    const auto &ml = dynamic_cast<const ML_Epetra::MultiLevelPreconditioner &>(multigrid.trilinos_operator());
    const ML &hierarchy = *ml.GetML();
    return std::size_t(sum_over_processes(hierarchy.Amat[hierarchy.ML_coarsest_level].outvec_leng, weighted));
  }

  template <int dim>
  void assemble()
  {
    const unsigned corners = 1u << dim;
    std::vector<Index> nodes;
    std::vector<double> mobility(mesh.node.size());
    for (std::size_t i = 0; i < mobility.size(); ++i) mobility[i] = relevant(mesh.node[i]);
    const auto scaled = [&](unsigned i, unsigned j) { return scale(nodes[i]) * scale(nodes[j]); };
    dealii::FullMatrix<double> local;
    Eigen::MatrixXd constraint, products;
    for (std::size_t cell = 0; cell < mesh.corners.size(); cell += corners)
      for (unsigned q = 0; q < corners; ++q) {
        const Corner<dim> corner(mesh.points, mesh.corners.data() + cell, q);
        indices(cell, q, nodes);
        if (mesh.hanging.size() == 0) {
          local.reinit(dim + 1, dim + 1);
          const double factor = corner.weight * mobility[point(cell, q, 0)];
          for (unsigned i = 0; i <= dim; ++i)
            for (unsigned j = 0; j <= dim; ++j) local(i, j) = scaled(i, j) * factor * corner.products(i, j);
          matrix.add(nodes, local);
          continue;
        }
        const auto n = Eigen::Index(nodes.size());
        constraint.setZero(dim + 1, n);
        for (unsigned k = 0; k <= dim; ++k)
          mesh.hanging.for_nodes(point(cell, q, k), [&](std::size_t node, double c) {
            constraint(k, std::find(nodes.begin(), nodes.end(), mesh.node[node]) - nodes.begin()) = c;
          });
        products.noalias() = corner.weight * mesh.hanging.mobility(mobility.data(), point(cell, q, 0)) *
                             (constraint.transpose() * corner.products * constraint);
        local.reinit(nodes.size(), nodes.size());
        for (unsigned i = 0; i < nodes.size(); ++i)
          for (unsigned j = 0; j < nodes.size(); ++j) local(i, j) = scaled(i, j) * products(i, j);
        matrix.add(nodes, local);
      }
  }
};

LowOrderMultigrid::LowOrderMultigrid(const Space &space)
    : implementation_(std::make_unique<Implementation>(space))
{
}

LowOrderMultigrid::~LowOrderMultigrid() = default;

void LowOrderMultigrid::initialize(const Vector &c, const Vector &m)
{
  Implementation &own = *implementation_;
  own.matrix = 0;
  std::copy(m.begin(), m.end(), own.relevant.begin());
  own.relevant.update_ghost_values();
  // s_i = ([A(m)]_ii + w_i c_i)^(-1/2)
  const double *weights = data(own.space.weights());
  own.space.gradients().diagonal(m, own.weighted);
  // Cells are coarsened until they are longer than sqrt(m/c): of a node with the stiffness q = [A(m)]_ii /
  // c_i about q^(-dim/2) is left. (More than one where q < 1: still a measure of how early that is.)
  double left = 0;
  for (std::size_t i = 0; i < size(c); ++i) {
    left += std::pow(std::max(data(own.weighted)[i] / data(c)[i], 1e-3), -0.5 * own.space.dim());
    data(own.scale)[i] = 1 / std::sqrt(std::max(weights[i] * (data(own.weighted)[i] + data(c)[i]), 1e-290));
  }
  left = own.space.sum(left);
  own.scale.update_ghost_values();
  if (own.space.dim() == 1) own.assemble<1>();
  if (own.space.dim() == 2) own.assemble<2>();
  if (own.space.dim() == 3) own.assemble<3>();
  own.relevant.zero_out_ghost_values();
  own.scale.zero_out_ghost_values();
  const auto first = *own.weighted.locally_owned_elements().begin();
  std::vector<double> constant(size(c));  // what A(m) maps to zero, in the scaled unknowns
  for (std::size_t i = 0; i < size(c); ++i) {
    const double s = data(own.scale)[i];
    own.matrix.add(Index(first + i), Index(first + i), s * s * weights[i] * data(c)[i]);
    constant[i] = 1 / s;
  }
  own.matrix.compress(dealii::VectorOperation::add);
  // What the coarsest mesh is like is known when it is there. Where the estimate says nothing it is as for
  // the last matrix, unless that had fewer. A wrong guess costs a second hierarchy, not factors of many
  // unknowns.
  own.factors = left <= double(most_factored()) || (own.factors && left <= own.expected_left);
  own.expected_left = left;
  own.build(constant);
  if (const bool few = own.coarsest_rows() <= most_factored(); few != own.factors) {
    own.factors = few;
    own.build(constant);
  }
}

bool LowOrderMultigrid::factors() const
{
  return implementation_->factors;
}

std::size_t LowOrderMultigrid::largest_factored() const
{
  return implementation_->largest_factored;
}

void LowOrderMultigrid::apply(const Vector &r, Vector &z) const
{
  const Implementation &own = *implementation_;
  const double *weights = data(own.space.weights()), *s = data(own.scale);
  for (std::size_t i = 0; i < size(r); ++i) data(own.weighted)[i] = s[i] * weights[i] * data(r)[i];
  own.multigrid.vmult(z, own.weighted);
  for (std::size_t i = 0; i < size(z); ++i) data(z)[i] *= s[i];
}

}  // namespace gammaflow
