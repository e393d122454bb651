// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/spaces/mesh/mesh_reader.h>

#include <deal.II/base/mpi.h>
#include <deal.II/grid/tria.h>

#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
const unsigned lattice = 5;          ///< points in each direction in which a cell is looked at
const double bytes_per_cell = 2000;  ///< of a mesh alone, at least

/// The formula is positive at one of the points of the cell, whose edges are taken as straight.
template <int dim, class Cell>
bool positive_somewhere(const Expression &formula, const Cell &cell)
{
  unsigned points = 1;
  for (int d = 0; d < dim; ++d) points *= lattice;
  for (unsigned k = 0; k < points; ++k) {
    std::array<double, 3> x{};
    dealii::Point<dim> unit;
    for (unsigned d = 0, rest = k; d < dim; ++d, rest /= lattice) unit[d] = rest % lattice / (lattice - 1.);
    for (const unsigned v : cell->vertex_indices()) {
      double weight = 1;
      for (unsigned d = 0; d < dim; ++d) weight *= v >> d & 1 ? unit[d] : 1 - unit[d];
      for (unsigned d = 0; d < dim; ++d) x[d] += weight * cell->vertex(v)[d];
    }
    if (formula.value(x.data()) > 0) return true;
  }
  return false;
}
}  // namespace

template <int dim>
void refine_locally(const Parameters &parameters, const Domain &domain, dealii::Triangulation<dim, dim> &mesh)
{
  if (domain.local_refinements == 0) return;
  const Expression formula = read_expression(parameters, "domain", "refine where", {"x", "y", "z"});
  const double limit = parameters.number("memory", "limit");
  for (unsigned pass = 0; pass < domain.local_refinements; ++pass) {
    double flagged = 0;
    for (const auto &cell : mesh.active_cell_iterators())
      if (cell->is_locally_owned() && positive_somewhere<dim>(formula, cell)) {
        cell->set_refine_flag();
        ++flagged;
      }
    flagged = dealii::Utilities::MPI::sum(flagged, mesh.get_communicator());
    if (flagged == 0)
      parameters.reject(
          "domain", "refine where", "the formula is positive in no cell of the mesh",
          "a formula that is positive somewhere in the domain, at points as close as a quarter of "
          "a cell");
    const double mib =
        (double(mesh.n_global_active_cells()) + flagged * ((1 << dim) - 1)) * bytes_per_cell / 1048576;
    if (mib > limit)
      parameters.reject("domain", "local refinements",
                        "the mesh, refined " + std::to_string(pass + 1) + " times there, would need about " +
                            std::to_string(long(mib)) + " MiB; the limit is " + std::to_string(long(limit)) +
                            " MiB",
                        "fewer refinements, or a higher limit in section `memory`");
    mesh.execute_coarsening_and_refinement();
  }
}

template void refine_locally<2>(const Parameters &, const Domain &, dealii::Triangulation<2, 2> &);
template void refine_locally<3>(const Parameters &, const Domain &, dealii::Triangulation<3, 3> &);

}  // namespace gammaflow
