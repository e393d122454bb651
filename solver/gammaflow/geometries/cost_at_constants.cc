// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/geometries/cost_at_constants.h>
#include <gammaflow/spaces/laplacian_calculus.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// The wave with so many periods along the first direction.
Vector wave(const Space &space, unsigned periods)
{
  const double width = space.upper()[0] - space.lower()[0];
  Vector v = space.sample(
      [&](const Point &x) { return std::cos(2 * M_PI * periods * (x[0] - space.lower()[0]) / width); });
  v.add(-space.integrate(v) / space.volume());
  return v;
}

Vector constant(const Space &space, double density)
{
  Vector u = space.zero();
  u = density;
  return u;
}

/// R(c, v)/|v|^2
double relative_cost(const Geometry &geometry, double density, const Vector &v)
{
  const Space &space = geometry.space();
  return geometry.primal_dissipation(constant(space, density), v) / space.inner(v, v);
}

/// <v, L^+ v>/|v|^2
double relative_h_minus_1(const Space &space, const Vector &v)
{
  Vector potential = space.zero();
  space.laplacian().prepare(SpectralFunction::pseudo_inverse())->apply(v, potential);
  return space.inner(v, potential) / space.inner(v, v);
}

/// K does something beside moving mass.
bool reacts(const Geometry &geometry)
{
  const auto known = geometry.coefficients(constant(geometry.space(), 1));
  return known != nullptr && known->reaction.linfty_norm() > 0;
}
}  // namespace

CostAtConstants cost_at_constants(const Geometry &geometry)
{
  CostAtConstants result;
  const Space &space = geometry.space();
  const Vector longer = wave(space, 1), shorter = wave(space, 2);
  try {
    const double at_one = relative_cost(geometry, 1, longer), at_two = relative_cost(geometry, 2, longer),
                 at_four = relative_cost(geometry, 4, longer),
                 ratio = relative_cost(geometry, 1, shorter) / at_one;
    const double p = std::log2(at_one / at_two), q = std::log2(at_two / at_four);
    if (!(at_one > 0) || !std::isfinite(p) || !(std::abs(p - q) < 1e-6)) return result;
    result.power = p;
    const double of_fluxes = relative_h_minus_1(space, shorter) / relative_h_minus_1(space, longer);
    if (std::abs(ratio - 1) < 1e-9) result.kind = CostAtConstants::Kind::local;
    if (std::abs(ratio / of_fluxes - 1) < 1e-3 && !reacts(geometry))
      result.kind = CostAtConstants::Kind::transport;
  } catch (const NumericalFailure &) {  // not solved, or not finite
  }
  return result;
}

}  // namespace gammaflow
