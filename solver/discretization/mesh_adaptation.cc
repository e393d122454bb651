#include <gammaflow/core/errors.h>
#include <gammaflow/discretization/gauss_lobatto.h>
#include <gammaflow/discretization/mesh_reader.h>
#include <gammaflow/discretization/mesh_space.h>
#include <gammaflow/discretization/same_cells.h>
#include <gammaflow/discretization/travelling_function.h>

#include <deal.II/base/mpi.h>
#include <deal.II/distributed/tria_base.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace gammaflow
{
std::string refinement_text(const CellRefinement &refinement)
{
  std::ostringstream out;
  for (std::size_t pass = 0; pass < refinement.size(); ++pass) {
    if (pass > 0) out << '/';
    for (std::size_t k = 0; k < refinement[pass].size(); ++k)
      out << (k > 0 ? " " : "") << refinement[pass][k];
  }
  return out.str();
}

CellRefinement refinement_from(const std::string &text)
{
  CellRefinement refinement;
  std::istringstream passes(text);
  for (std::string pass; std::getline(passes, pass, '/');) {
    refinement.emplace_back();
    std::istringstream cells(pass);
    for (unsigned cell; cells >> cell;) {
      if (!refinement.back().empty() && cell <= refinement.back().back())
        throw std::invalid_argument("the cells of a refinement must ascend");
      refinement.back().push_back(cell);
    }
    if (!cells.eof() || refinement.back().empty()) throw std::invalid_argument("not a refinement");
  }
  return refinement;
}

std::shared_ptr<const Space> make_refined_space(const Parameters &parameters,
                                                const CellRefinement &refinement, MPI_Comm communicator)
{
  const Domain domain = Domain::read(parameters);
  if (domain.box)
    parameters.reject("domain", "shape", "boxes with a tensor-product mesh cannot be refined locally",
                      "mesh (in two and three dimensions; `mesh generator = box` is the same box)");
  return make_mesh_space(parameters, domain, 0, communicator, refinement);
}

namespace
{
/// Calls visit(space) with the space in its own type.
template <class Visit>
decltype(auto) with_mesh(const Space &space, const Visit &visit)
{
  if (const auto *plane = dynamic_cast<const MeshSpace<2> *>(&space)) return visit(*plane);
  if (const auto *solid = dynamic_cast<const MeshSpace<3> *>(&space)) return visit(*solid);
  throw std::logic_error("only meshes have cells that can be halved one by one");
}

/// The cells of all processes, in a mesh on this process: the space's own, where it is serial.
template <int dim>
std::shared_ptr<const dealii::Triangulation<dim>> whole_mesh(const Parameters &parameters,
                                                             const MeshSpace<dim> &space)
{
  if (processes_of(space) == MPI_COMM_NULL) return {&space.mesh(), [](const auto *) {}};
  return read_mesh<dim>(parameters, Domain::read(parameters), 0, MPI_COMM_NULL, space.refinement());
}

/// A cell with the numbers of its nodes.
template <int dim>
typename dealii::DoFHandler<dim>::cell_iterator on_dofs(
    const dealii::DoFHandler<dim> &dofs, const typename dealii::Triangulation<dim>::cell_iterator &cell)
{
  return {&dofs.get_triangulation(), cell->level(), cell->index(), &dofs};
}

/// The finest level that is wished for in a cell of another mesh.
template <int dim>
class WishedLevel
{
 public:
  WishedLevel(const dealii::Triangulation<dim> &mesh, const std::vector<int> &halvings)
      : mesh_(mesh), level_(mesh.n_levels())
  {
    for (unsigned l = 0; l < mesh.n_levels(); ++l) level_[l].assign(mesh.n_raw_cells(l), 0);
    std::size_t k = 0;
    for (const auto &cell : mesh.active_cell_iterators())
      level_[unsigned(cell->level())][unsigned(cell->index())] = cell->level() + halvings.at(k++);
    for (unsigned l = mesh.n_levels(); l-- > 0;)
      for (const auto &cell : mesh.cell_iterators_on_level(l))
        if (cell->has_children()) {
          int finest = 0;
          for (unsigned c = 0; c < cell->n_children(); ++c)
            finest = std::max(finest, level_[l + 1][unsigned(cell->child(c)->index())]);
          level_[l][unsigned(cell->index())] = finest;
        }
  }
  int operator()(const dealii::CellId &id) const
  {
    const auto cell = around(mesh_, id);
    return level_[unsigned(cell->level())][unsigned(cell->index())];
  }

 private:
  const dealii::Triangulation<dim> &mesh_;
  std::vector<std::vector<int>> level_;
};

template <int dim>
CellRefinement grant(const Parameters &parameters, const std::vector<Wish> &wishes, unsigned deepest)
{
  const Domain domain = Domain::read(parameters);
  std::vector<std::shared_ptr<const dealii::Triangulation<dim>>> meshes;
  std::vector<WishedLevel<dim>> wished;
  for (const Wish &wish : wishes) {
    meshes.push_back(whole_mesh(parameters, dynamic_cast<const MeshSpace<dim> &>(*wish.space)));
    wished.emplace_back(*meshes.back(), wish.halvings);
  }
  const auto mesh = read_mesh<dim>(parameters, domain, 0, MPI_COMM_NULL);
  for (unsigned pass = 0; pass < deepest; ++pass) {
    for (const auto &cell : mesh->active_cell_iterators())
      if (std::any_of(wished.begin(), wished.end(),
                      [&](const auto &level) { return level(cell->id()) > cell->level(); }))
        cell->set_refine_flag();
    mesh->execute_coarsening_and_refinement();  // halves what neighbours ask for, too
  }
  // The same cells once more, pass by pass.
  CellRefinement refinement;
  const auto again = read_mesh<dim>(parameters, domain, 0, MPI_COMM_NULL);
  while (again->n_active_cells() < mesh->n_active_cells()) {
    refinement.emplace_back();
    unsigned number = 0;
    for (const auto &cell : again->active_cell_iterators()) {
      if (around(*mesh, cell->id())->has_children()) {
        cell->set_refine_flag();
        refinement.back().push_back(number);
      }
      ++number;
    }
    again->execute_coarsening_and_refinement();
  }
  return refinement;
}
}  // namespace

MPI_Comm processes_of(const Space &space)
{
  if (space.tensor_grid() != nullptr) return MPI_COMM_NULL;
  return with_mesh(space, [](const auto &own) -> MPI_Comm {
    constexpr int dim = std::decay_t<decltype(own)>::dimension;
    const auto *mesh = dynamic_cast<const dealii::parallel::TriangulationBase<dim> *>(&own.mesh());
    return mesh != nullptr ? mesh->get_communicator() : MPI_COMM_NULL;
  });
}

const CellRefinement &refinement_of(const Space &space)
{
  static const CellRefinement none;
  if (space.tensor_grid() != nullptr) return none;
  return with_mesh(space, [](const auto &own) -> const CellRefinement & { return own.refinement(); });
}

CellRefinement granted(const Parameters &parameters, const std::vector<Wish> &wishes, const unsigned deepest)
{
  return wishes.front().space->dim() == 2 ? grant<2>(parameters, wishes, deepest)
                                          : grant<3>(parameters, wishes, deepest);
}

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

namespace
{
/// Over meshes in between, whose cells differ by one halving. First none is merged, then none is halved: so
/// cells of neighbours never forbid what is asked for.
template <int dim>
Vector transferred_over_processes(const Parameters &parameters, const MeshSpace<dim> &from, const Vector &u,
                                  const MeshSpace<dim> &to)
{
  const auto whole = whole_mesh(parameters, to);
  TravellingFunction<dim> function(from, u);
  for (const bool merge : {false, true})
    for (;;) {
      unsigned flagged = 0;
      for (const auto &cell : function.forest().active_cell_iterators())
        if (cell->is_locally_owned()) {
          const auto place = around(*whole, serial_name<dim>(cell));
          if (merge ? place->level() == cell->level()
                    : place->level() < cell->level() || !place->has_children())
            continue;
          merge ? cell->set_coarsen_flag() : cell->set_refine_flag();
          ++flagged;
        }
      if (dealii::Utilities::MPI::sum(flagged, processes_of(from)) == 0) break;
      const auto before = function.forest().n_global_active_cells();
      function.adapt();
      if (function.forest().n_global_active_cells() == before)
        throw std::logic_error("cells that the other mesh does not have cannot be merged");
    }
  return function.on(to);
}
}  // namespace

Vector transferred(const Parameters &parameters, const Space &from, const Vector &u, const Space &to)
{
  return with_mesh(from, [&](const auto &source) -> Vector {
    using Mesh = std::decay_t<decltype(source)>;
    const Mesh &target = dynamic_cast<const Mesh &>(to);
    if (processes_of(from) != MPI_COMM_NULL) return transferred_over_processes(parameters, source, u, target);
    const Vector all = source.at_all_dofs(u);
    dealii::Vector<double> old_values(source.dofs().n_dofs()), new_values(target.dofs().n_dofs()),
        cell_values(source.dofs().get_fe().n_dofs_per_cell());
    std::copy(all.begin(), all.end(), old_values.begin());
    // The same or smaller cells: the function of the old cell.
    for (const auto &cell : source.dofs().active_cell_iterators()) {
      const auto same = around(target.mesh(), cell->id());
      if (same->level() != cell->level()) continue;
      cell->get_dof_values(old_values, cell_values);
      on_dofs(target.dofs(), same)->set_dof_values_by_interpolation(cell_values, new_values);
    }
    // Larger ones: its values at their nodes.
    for (const auto &cell : target.dofs().active_cell_iterators()) {
      const auto same = around(source.mesh(), cell->id());
      if (same->level() != cell->level() || !same->has_children()) continue;
      on_dofs(source.dofs(), same)->get_interpolated_dof_values(old_values, cell_values);
      cell->set_dof_values(cell_values, new_values);
    }
    return target.from_all_dofs(new_values);
  });
}

}  // namespace gammaflow
