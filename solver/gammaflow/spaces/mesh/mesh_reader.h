// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/domain.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/spaces/space.h>

#include <cstddef>
#include <memory>

namespace dealii
{
template <int, int>
class Triangulation;
}

namespace gammaflow
{
/// The mesh of section `domain`: a generated shape, or a file (mesh_import.h); its cells refined where
/// `refine where` says, then all of them `domain.refinements + level` times, then those of `refinement`.
/// Every fault of the file is an InputError. Distributed over the processes of the communicator by p4est,
/// unless it is MPI_COMM_NULL.
template <int dim>
std::unique_ptr<dealii::Triangulation<dim, dim>> read_mesh(const Parameters &parameters, const Domain &domain,
                                                           unsigned level, MPI_Comm communicator,
                                                           const CellRefinement &refinement = {});

/// The space of a domain of shape mesh, in two or three dimensions.
std::shared_ptr<const Space> make_mesh_space(const Parameters &parameters, const Domain &domain,
                                             unsigned level, MPI_Comm communicator,
                                             const CellRefinement &refinement = {});

/// The number of nodes of FE_Q(domain.degree) on that mesh; only the coarse mesh is built.
std::size_t count_mesh_nodes(const Parameters &parameters, const Domain &domain, unsigned level);

/// Halves the cells in which `refine where` is positive, `local refinements` times. InputError where none is,
/// or the mesh would not fit into `memory/limit`.
template <int dim>
void refine_locally(const Parameters &parameters, const Domain &domain,
                    dealii::Triangulation<dim, dim> &mesh);

}  // namespace gammaflow
