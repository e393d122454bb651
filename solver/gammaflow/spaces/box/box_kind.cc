// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_space.h>
#include <gammaflow/spaces/space_kind.h>

#include <deal.II/base/mpi.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
class BoxKind final : public SpaceKind
{
 public:
  std::shared_ptr<const Space> make(const Parameters &parameters, const Domain &domain, const unsigned level,
                                    MPI_Comm communicator) const override
  {
    if (communicator != MPI_COMM_NULL)
      parameters.reject("domain", "shape",
                        "boxes with a tensor-product mesh are for one process: their operators are inverted "
                        "by fast diagonalization",
                        "mesh (in two and three dimensions; `mesh generator = box` is the same box with "
                        "`cells`), or one process");
    TensorGrid grid;
    grid.dim = domain.dim;
    for (unsigned d = 0; d < domain.dim; ++d)
      grid.direction[d] = Grid1D::build(domain.lower[d], domain.upper[d], domain.cells[d], domain.grading[d],
                                        domain.degree, domain.periodic[d], domain.refinements + level);
    return std::make_shared<BoxSpace>(std::move(grid), level, parameters.number("memory", "limit"));
  }

  std::size_t nodes(const Parameters & /*parameters*/, const Domain &domain,
                    const unsigned level) const override
  {
    double nodes = 1;
    for (unsigned d = 0; d < domain.dim; ++d)
      nodes *= std::ldexp(double(domain.cells[d]), int(domain.refinements + level)) * domain.degree +
               (domain.periodic[d] ? 0 : 1);
    // More than fits is more than any limit.
    return nodes < 1e18 ? std::size_t(nodes) : std::numeric_limits<std::size_t>::max();
  }

  double bytes_per_node(const Domain & /*domain*/) const override { return 80; }
};

const Register<SpaceKind> registered("box", {"a tensor-product mesh of a box"},
                                     [](const SpaceKind::Context &) { return std::make_unique<BoxKind>(); });
}  // namespace

}  // namespace gammaflow
