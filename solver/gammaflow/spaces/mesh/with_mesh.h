// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/mesh/mesh_reader.h>
#include <gammaflow/spaces/mesh/mesh_space.h>
#include <gammaflow/spaces/mesh_adaptation.h>

#include <memory>
#include <stdexcept>

namespace gammaflow
{
/// Calls visit(space) with the space as a MeshSpace of its dimension; std::logic_error for boxes.
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

}  // namespace gammaflow
