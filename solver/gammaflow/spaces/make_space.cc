// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/space_kind.h>

#include <string>

namespace gammaflow
{
namespace
{
std::unique_ptr<SpaceKind> kind_of(const Domain &domain)
{
  return Registry<SpaceKind>::make(domain.box ? "box" : "mesh", {});
}

std::shared_ptr<const Space> make(const Parameters &parameters, const unsigned level, MPI_Comm communicator)
{
  const Domain domain = Domain::read(parameters);
  const auto kind = kind_of(domain);
  const double processes =
      communicator == MPI_COMM_NULL ? 1 : dealii::Utilities::MPI::n_mpi_processes(communicator);
  const double limit = parameters.number("memory", "limit");
  const double nodes = double(kind->nodes(parameters, domain, level));
  const double mib = nodes * kind->bytes_per_node(domain) / 1048576 / processes;
  if (mib > limit)
    parameters.reject("domain", domain.box ? "cells" : "mesh refinements",
                      "the mesh, refined " + std::to_string(domain.refinements + level) +
                          " times, would need about " + std::to_string(long(mib)) + " MiB; the limit is " +
                          std::to_string(long(limit)) + " MiB",
                      "fewer cells, a lower degree, or a higher limit in section `memory`");
  return kind->make(parameters, domain, level, communicator);
}
}  // namespace

std::shared_ptr<const Space> make_space(const Parameters &parameters, const unsigned level)
{
  return make(parameters, level, number_of_processes() > 1 ? MPI_COMM_WORLD : MPI_COMM_NULL);
}

std::shared_ptr<const Space> make_serial_space(const Parameters &parameters, const unsigned level)
{
  return make(parameters, level, MPI_COMM_NULL);
}

std::shared_ptr<const Space> make_distributed_space(const Parameters &parameters, const unsigned level,
                                                    MPI_Comm communicator)
{
  return make(parameters, level, communicator);
}

std::size_t estimate_nodes(const Parameters &parameters, const unsigned level)
{
  const Domain domain = Domain::read(parameters);
  return kind_of(domain)->nodes(parameters, domain, level);
}

}  // namespace gammaflow
