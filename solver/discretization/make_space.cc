#include <gammaflow/discretization/box_space.h>
#include <gammaflow/discretization/domain.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
std::shared_ptr<const Space> make_space(const Parameters &parameters, const unsigned level)
{
  const Domain domain = Domain::read(parameters);
  TensorGrid grid;
  grid.dim = domain.dim;
  for (unsigned d = 0; d < domain.dim; ++d)
    grid.direction[d] = Grid1D::build(domain.lower[d], domain.upper[d], domain.cells[d], domain.grading[d],
                                      domain.degree, domain.periodic[d], level);
  return std::make_shared<BoxSpace>(std::move(grid), level);
}

std::size_t estimate_nodes(const Parameters &parameters, const unsigned level)
{
  const Domain domain = Domain::read(parameters);
  double nodes = 1;
  for (unsigned d = 0; d < domain.dim; ++d)
    nodes *= std::ldexp(double(domain.cells[d]), int(level)) * domain.degree + (domain.periodic[d] ? 0 : 1);
  // More than fits is more than any limit.
  return nodes < 1e18 ? std::size_t(nodes) : std::numeric_limits<std::size_t>::max();
}

}  // namespace gammaflow
