// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/mesh/same_cells.h>
#include <gammaflow/spaces/mesh/with_mesh.h>

#include <deal.II/distributed/tria_base.h>

#include <algorithm>
#include <sstream>

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

}  // namespace gammaflow
