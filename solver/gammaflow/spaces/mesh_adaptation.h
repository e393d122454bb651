// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// Which cells are halved beyond the mesh of section `domain`: pass by pass, the numbers of these cells among
/// the active ones in the order of the mesh on one process. Pass n halves cells that were halved n times
/// before; so the mesh, its numbering included, is a function of the set of its cells, whatever it was made
/// from.
using CellRefinement = std::vector<std::vector<unsigned>>;

/// "3 17 18/0 5": the passes of a refinement; "" is the mesh of section `domain` itself.
std::string refinement_text(const CellRefinement &refinement);
/// std::invalid_argument for what refinement_text() did not write.
CellRefinement refinement_from(const std::string &text);

/// The space of section `domain` on its mesh with these cells halved, distributed over the processes of the
/// communicator, unless it is MPI_COMM_NULL. InputError where the domain is not a mesh or has no such cells.
std::shared_ptr<const Space> make_refined_space(const Parameters &parameters,
                                                const CellRefinement &refinement,
                                                MPI_Comm communicator = MPI_COMM_NULL);
/// The communicator over which a space is distributed, MPI_COMM_NULL where it is not.
MPI_Comm processes_of(const Space &space);
/// What make_refined_space() made a space from; empty for other spaces.
const CellRefinement &refinement_of(const Space &space);

/// How often each active cell of a space should be halved (negative: cells may be merged): all cells, in the
/// order of the mesh on one process.
struct Wish {
  std::shared_ptr<const Space> space;
  std::vector<int> halvings;
};
/// The refinement that grants the largest wish at each place, at most `deepest` halvings beyond the mesh of
/// section `domain`, never coarser than that, with the neighbours that must be halved so that cells differ by
/// at most one halving.
CellRefinement granted(const Parameters &parameters, const std::vector<Wish> &wishes, unsigned deepest);

/// Length of each active cell of this process in units of the length on which a function varies there: a
/// function A f(x / l) has on a cell of length h Legendre coefficients a_n ~ A (h / l)^n, so that h / l =
/// (a_n / A)^(1/n), the larger one of n = p and n = p - 1 (a coefficient may vanish by symmetry), over all
/// lines of nodes of the cell.
std::vector<double> relative_lengths(const Space &space, const Vector &f, double amplitude);
/// Lengths of the active cells of this process: of their diagonals, divided by sqrt(dim).
std::vector<double> cell_lengths(const Space &space);
/// The wish for all cells from those for the cells of each process. Each cell's wish becomes the largest one
/// among its neighbours (in lengths, not in halvings), `layers` times.
Wish spread(const Parameters &parameters, std::shared_ptr<const Space> space, const std::vector<int> &own,
            unsigned layers);

/// u on another mesh of the same domain: its values at the nodes of `to`. Exact where cells of `to` are the
/// same or smaller.
Vector transferred(const Parameters &parameters, const Space &from, const Vector &u, const Space &to);

}  // namespace gammaflow
