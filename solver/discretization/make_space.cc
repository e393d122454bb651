#include <gammaflow/core/processes.h>
#include <gammaflow/discretization/box_space.h>
#include <gammaflow/discretization/domain.h>
#include <gammaflow/discretization/mesh_reader.h>

#include <deal.II/base/mpi.h>

#include <cmath>
#include <limits>
#include <string>

namespace gammaflow
{
namespace
{
/// What the space itself and the Laplacian need per node: coordinates, weights and a few vectors; on a mesh a
/// sparse row, twice, and about the same again for the cells.
double bytes_per_node(const Domain &domain)
{
  if (domain.box) return 80;
  return 200 + 40 * std::pow(domain.degree + 1., int(domain.dim));
}

void check_memory(const Parameters &parameters, const Domain &domain, const unsigned level,
                  const unsigned processes)
{
  const double limit = parameters.number("memory", "limit");
  const double mib = double(estimate_nodes(parameters, level)) * bytes_per_node(domain) / 1048576 / processes;
  if (mib > limit)
    parameters.reject("domain", domain.box ? "cells" : "mesh refinements",
                      "the mesh, refined " + std::to_string(domain.refinements + level) +
                          " times, would need about " + std::to_string(long(mib)) + " MiB; the limit is " +
                          std::to_string(long(limit)) + " MiB",
                      "fewer cells, a lower degree, or a higher limit in section `memory`");
}
}  // namespace

std::shared_ptr<const Space> make_space(const Parameters &parameters, const unsigned level)
{
  return number_of_processes() > 1 ? make_distributed_space(parameters, level, MPI_COMM_WORLD)
                                   : make_serial_space(parameters, level);
}

std::shared_ptr<const Space> make_distributed_space(const Parameters &parameters, const unsigned level,
                                                    MPI_Comm communicator)
{
  const Domain domain = Domain::read(parameters);
  if (domain.box)
    parameters.reject("domain", "shape",
                      "boxes with a tensor-product mesh are for one process: their operators are inverted by "
                      "fast diagonalization",
                      "mesh (in two and three dimensions; `mesh generator = box` is the same box with "
                      "`cells`), or one process");
  check_memory(parameters, domain, level, dealii::Utilities::MPI::n_mpi_processes(communicator));
  return make_mesh_space(parameters, domain, level, communicator);
}

std::shared_ptr<const Space> make_serial_space(const Parameters &parameters, const unsigned level)
{
  const Domain domain = Domain::read(parameters);
  check_memory(parameters, domain, level, 1);
  if (!domain.box) return make_mesh_space(parameters, domain, level, MPI_COMM_NULL);
  TensorGrid grid;
  grid.dim = domain.dim;
  for (unsigned d = 0; d < domain.dim; ++d)
    grid.direction[d] = Grid1D::build(domain.lower[d], domain.upper[d], domain.cells[d], domain.grading[d],
                                      domain.degree, domain.periodic[d], domain.refinements + level);
  return std::make_shared<BoxSpace>(std::move(grid), level, parameters.number("memory", "limit"));
}

std::size_t estimate_nodes(const Parameters &parameters, const unsigned level)
{
  const Domain domain = Domain::read(parameters);
  if (!domain.box) return count_mesh_nodes(parameters, domain, level);
  double nodes = 1;
  for (unsigned d = 0; d < domain.dim; ++d)
    nodes *= std::ldexp(double(domain.cells[d]), int(domain.refinements + level)) * domain.degree +
             (domain.periodic[d] ? 0 : 1);
  // More than fits is more than any limit.
  return nodes < 1e18 ? std::size_t(nodes) : std::numeric_limits<std::size_t>::max();
}

}  // namespace gammaflow
