#include <gammaflow/discretization/gauss_lobatto.h>
#include <gammaflow/discretization/same_cells.h>
#include <gammaflow/discretization/with_mesh.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
std::vector<double> cell_lengths(const Space &space)
{
  return with_mesh(space, [&space](const auto &own) {
    std::vector<double> lengths;
    for (const auto &cell : own.mesh().active_cell_iterators())
      if (cell->is_locally_owned()) lengths.push_back(cell->diameter() / std::sqrt(double(space.dim())));
    return lengths;
  });
}

namespace
{
/// For the cells of all processes in the order of `whole`, what each process has for its own.
template <int dim>
std::vector<int> gathered(const MeshSpace<dim> &space, const dealii::Triangulation<dim> &whole,
                          const std::vector<int> &own)
{
  if (processes_of(space) == MPI_COMM_NULL) return own;
  std::vector<unsigned> names;  // of own cells, four numbers each
  for (const auto &cell : space.mesh().active_cell_iterators())
    if (cell->is_locally_owned())
      for (const unsigned part : serial_name<dim>(cell).template to_binary<dim>()) names.push_back(part);
  const auto all_names = dealii::Utilities::MPI::all_gather(processes_of(space), names);
  const auto all_values = dealii::Utilities::MPI::all_gather(processes_of(space), own);
  std::vector<int> result(whole.n_active_cells());
  for (std::size_t process = 0; process < all_names.size(); ++process)
    for (std::size_t k = 0; k < all_values[process].size(); ++k) {
      dealii::CellId::binary_type name;
      std::copy_n(all_names[process].begin() + std::ptrdiff_t(k * name.size()), name.size(), name.begin());
      result.at(around(whole, dealii::CellId(name))->active_cell_index()) = all_values[process][k];
    }
  return result;
}
}  // namespace

Wish spread(const Parameters &parameters, std::shared_ptr<const Space> space, const std::vector<int> &own,
            const unsigned layers)
{
  return with_mesh(*space, [&](const auto &on_mesh) -> Wish {
    const auto mesh = whole_mesh(parameters, on_mesh);
    std::vector<int> halvings = gathered(on_mesh, *mesh, own);
    for (unsigned layer = 0; layer < layers; ++layer) {
      std::vector<int> finest(mesh->n_vertices(), 0);
      std::size_t k = 0;
      for (const auto &cell : mesh->active_cell_iterators()) {
        for (const unsigned v : cell->vertex_indices())
          finest[cell->vertex_index(v)] =
              std::max(finest[cell->vertex_index(v)], cell->level() + halvings[k]);
        ++k;
      }
      k = 0;
      for (const auto &cell : mesh->active_cell_iterators()) {
        for (const unsigned v : cell->vertex_indices())
          halvings[k] = std::max(halvings[k], finest[cell->vertex_index(v)] - cell->level());
        ++k;
      }
    }
    return {space, halvings};
  });
}

namespace
{
/// |a_n| of n = p and p - 1 among the Legendre coefficients of a function on (-1, 1), from its values at the
/// Gauss-Lobatto points: rows of a (2 x p + 1) matrix. The rule makes 2/p of the squared norm of P_p, which
/// is 2/(2p + 1).
Eigen::MatrixXd highest_coefficients(const GaussLobatto &reference)
{
  const unsigned p = reference.degree();
  Eigen::MatrixXd result(2, p + 1);
  for (unsigned i = 0; i <= p; ++i) {
    const double x = 2 * reference.points()[i] - 1, w = 2 * reference.weights()[i];
    result(0, i) = p / 2. * w * std::legendre(p, x);
    result(1, i) = (2 * p - 1) / 2. * w * std::legendre(p - 1, x);
  }
  return result;
}
}  // namespace

std::vector<double> relative_lengths(const Space &space, const Vector &f, const double amplitude)
{
  return with_mesh(space, [&](const auto &own) {
    const unsigned p = space.degree(), n = p + 1;
    const Eigen::MatrixXd highest = highest_coefficients(GaussLobatto(p));
    const Vector all = own.at_all_dofs(f);
    const std::vector<unsigned> node = own.lexicographic_nodes();
    std::vector<double> result, line(n);
    std::vector<dealii::types::global_dof_index> dofs(node.size());
    for (const auto &cell : own.dofs().active_cell_iterators()) {
      if (!cell->is_locally_owned()) continue;
      cell->get_dof_indices(dofs);
      double largest = 0;
      for (unsigned stride = 1; stride < node.size(); stride *= n)
        for (unsigned first = 0; first < node.size(); ++first) {
          if (first / stride % n != 0) continue;
          Eigen::Map<Eigen::VectorXd> values(line.data(), n);
          for (unsigned i = 0; i < n; ++i) values[i] = all(dofs[node[first + i * stride]]);
          const Eigen::Vector2d a = (highest * values).cwiseAbs() / amplitude;
          largest = std::max(largest, std::pow(a[0], 1. / p));
          if (p > 1) largest = std::max(largest, std::pow(a[1], 1. / (p - 1)));
        }
      result.push_back(largest);
    }
    return result;
  });
}

}  // namespace gammaflow
