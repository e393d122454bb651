// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// The cells that are halved beyond the mesh of section `domain`: pass by pass, the ascending numbers of
/// these cells among the active ones in the order of the mesh on one process. Pass n halves cells that were
/// halved n times before, so that the mesh and its numbering depend on the set of its cells alone.
using CellRefinement = std::vector<std::vector<unsigned>>;

/// "3 17 18/0 5": the passes of a refinement; "" is the mesh of section `domain` itself.
std::string refinement_text(const CellRefinement &refinement);
/// Inverse of refinement_text(). std::invalid_argument for texts that are not numbers ascending in each pass.
CellRefinement refinement_from(const std::string &text);

/// The space of section `domain` on its mesh with these cells halved, distributed over the processes of the
/// communicator, unless it is MPI_COMM_NULL. InputError where the domain is not a mesh or has no such cells.
std::shared_ptr<const Space> make_refined_space(const Parameters &parameters,
                                                const CellRefinement &refinement,
                                                MPI_Comm communicator = MPI_COMM_NULL);
/// The communicator over which a space is distributed, MPI_COMM_NULL where it is not.
MPI_Comm processes_of(const Space &space);
/// The refinement from which make_refined_space() made the space; empty for other spaces.
const CellRefinement &refinement_of(const Space &space);

/// The number of halvings wanted for each active cell of a space (negative: cells may be merged), for all
/// cells, in the order of the mesh on one process.
struct Wish {
  std::shared_ptr<const Space> space;
  std::vector<int> halvings;
};
/// The refinement with the finest cells that any of `wishes` (at least one) wants at each place, at most
/// `deepest` halvings beyond the mesh of section `domain` and never coarser than that mesh; neighbours are
/// halved so that they differ by at most one halving.
CellRefinement granted(const Parameters &parameters, const std::vector<Wish> &wishes, unsigned deepest);

/// Length of each active cell of this process in units of the length on which a function varies there: a
/// function A f(x / l) has on a cell of length h Legendre coefficients a_n ~ A (h / l)^n, so that h / l =
/// (a_n / A)^(1/n), the larger one of n = p and n = p - 1 (a coefficient may vanish by symmetry), over all
/// lines of nodes of the cell.
std::vector<double> relative_lengths(const Space &space, const Vector &f, double amplitude);
/// Lengths of the active cells of this process: of their diagonals, divided by sqrt(dim).
std::vector<double> cell_lengths(const Space &space);
/// The Wish for all cells from `own`, the halvings wanted for the active cells of each process. `layers`
/// times, each cell then takes the finest level wanted by a cell with which it shares a vertex.
Wish spread(const Parameters &parameters, std::shared_ptr<const Space> space, const std::vector<int> &own,
            unsigned layers);

/// u on another mesh of the same domain: its values at the nodes of `to`. Exact where cells of `to` are the
/// same or smaller.
Vector transferred(const Parameters &parameters, const Space &from, const Vector &u, const Space &to);

}  // namespace gammaflow
