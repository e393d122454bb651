// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/radial_discrepancy.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/fine_points.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
/// More points than particles, so that the lattice of the nodes is not what is seen of them. Few particles do
/// not see it.
std::size_t parts_for(const ParticleDistance::Context &context)
{
  if (context.space->dim() == 1 || context.particles <= 2000) return 1;
  return parts_of_cells(*context.space, std::min<std::size_t>(4 * context.particles, 1000000));
}

/// Fewer where each pair has many images.
constexpr std::size_t few = 12000, few_around = 3000;

RadialSums sums_for(const ParticleDistance::Context &context, std::shared_ptr<const RadialProfile> f,
                    std::size_t points)
{
  const Space &space = *context.space;
  std::array<bool, 3> periodic{};
  for (unsigned d = 0; d < space.dim(); ++d) periodic[d] = space.periodic(d);
  const bool around = periodic != std::array<bool, 3>{};
  return {std::move(f), space.dim(), space.lower(), space.upper(), points, 0x1p29, around ? few_around : few,
          periodic};
}
}  // namespace

RadialDiscrepancy::RadialDiscrepancy(const ParticleDistance::Context &context,
                                     std::shared_ptr<const RadialProfile> f)
    : density_(fine_points(*context.space, context.density, parts_for(context))),
      sums_(sums_for(context, f, density_.size() + context.particles))
{
  const double scale = std::max(std::abs(at_zero()), std::abs((*f)(box_diameter(*context.space))));
  const std::size_t parts = parts_for(context);
  const auto between = square(parts == 1 ? points_between_nodes(*context.space, context.density)
                                         : fine_points(*context.space, context.density, (parts + 1) / 2));
  // no less than the round-off of the sums
  of_quadrature_ = std::sqrt(std::max(between.value, 1e-15 * std::abs(scale)) + between.error);
}

RadialSums::Sum RadialDiscrepancy::square(const PointMeasure &other) const
{
  Charges charges;
  charges.dim = density_.dim();
  for (unsigned d = 0; d < charges.dim; ++d) {
    charges.coordinates.insert(charges.coordinates.end(), density_.coordinate(d),
                               density_.coordinate(d) + density_.size());
    charges.coordinates.insert(charges.coordinates.end(), other.coordinate(d),
                               other.coordinate(d) + other.size());
  }
  for (const double w : density_.weights()) charges.charge.push_back(w / density_.mass());
  for (const double w : other.weights()) charges.charge.push_back(-w / other.mass());
  return sums_.of(charges);
}

ParticleDistance::Value RadialDiscrepancy::to(const PointMeasure &particles) const
{
  const auto sum = square(particles);
  return {std::sqrt(std::max(sum.value, 0.)), error_of_root(sum.value, sum.error) + of_quadrature_};
}

}  // namespace gammaflow
