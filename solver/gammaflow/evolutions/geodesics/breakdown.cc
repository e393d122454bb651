// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/geodesics/breakdown.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gammaflow
{
namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Of the largest density: where characteristics that carry less than this meet, no shock is seen.
constexpr double without_mass = 1e-10;

/// xi'' in the weak sense.
Vector curvature(const Space &space, const Vector &xi)
{
  Vector one = xi, result = xi;
  one = 1.;
  space.gradients().apply(one, xi, result);
  result *= -1.;
  return result;
}
}  // namespace

std::optional<double> time_of_breakdown(HamiltonianGeometry geometry, const Space &space, const Vector &rho0,
                                        const Vector &xi0)
{
  Vector steepest = xi0;
  if (geometry == HamiltonianGeometry::wasserstein) {
    if (space.dim() != 1) return {};
    steepest = curvature(space, xi0);  // at a wall that mass runs against, very large
    const double some = without_mass * rho0.linfty_norm();
    for (std::size_t i = 0; i < size(rho0); ++i)
      if (data(rho0)[i] <= some) data(steepest)[i] = 0;
  }
  const double least = *std::min_element(steepest.begin(), steepest.end());
  const double rate = geometry == HamiltonianGeometry::wasserstein ? 1 : 2;
  return least < 0 ? -rate / least : infinity;
}

std::optional<std::size_t> wall_that_is_left(const Space &space, const Vector &xi0, double end)
{
  if (space.dim() != 1 || space.periodic(0)) return {};
  // xi'' at the node of a wall is what it is inside, and the velocity away from the wall divided by the
  // weight
  const Vector second = curvature(space, xi0);
  const std::vector<bool> wall = space.at_boundary();
  double inside = 0;
  for (std::size_t i = 0; i < wall.size(); ++i)
    if (!wall[i]) inside = std::max(inside, std::abs(data(second)[i]));
  for (std::size_t i = 0; i < wall.size(); ++i)
    if (wall[i] && (data(second)[i] - inside) * end > 3) return i;
  return {};
}

}  // namespace gammaflow
