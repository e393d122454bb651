// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <deal.II/base/mpi.h>

#include <cstddef>
#include <memory>

namespace gammaflow
{
/// The space of section `domain`, with its mesh refined `level` times (every cell halved in each direction);
/// distributed where the program runs as several processes. InputError where the space would need more than
/// `memory/limit`.
std::shared_ptr<const Space> make_space(const Parameters &parameters, unsigned level = 0);
/// The same on this process alone.
std::shared_ptr<const Space> make_serial_space(const Parameters &parameters, unsigned level = 0);
/// The same, the mesh distributed (p4est) over the processes of the communicator, be it one. InputError for
/// what cannot be distributed.
std::shared_ptr<const Space> make_distributed_space(const Parameters &parameters, unsigned level,
                                                    MPI_Comm communicator);
/// Number of nodes that make_space(parameters, level) will have; nothing is allocated.
std::size_t estimate_nodes(const Parameters &parameters, unsigned level);

}  // namespace gammaflow
