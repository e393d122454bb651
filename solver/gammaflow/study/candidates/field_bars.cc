// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/study/candidates/field_bars.h>
#include <gammaflow/study/candidates/known_mass.h>
#include <gammaflow/study/candidates/lebesgue_bars.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
LebesgueBars lebesgue_bars(const StoredEvolution &reference, double time, double volume)
{
  const auto bar = [&](const char *norm) {
    const auto value = reference.error_bar(norm, time);
    return value && std::isfinite(*value) ? value : std::nullopt;
  };
  LebesgueBars bars{bar("L1"), bar("L2"), bar("Linf")};
  if (bars.linf) bars.l2 = smaller(bars.l2, *bars.linf * std::sqrt(volume));
  if (bars.l2) bars.l1 = smaller(bars.l1, *bars.l2 * std::sqrt(volume));
  return bars;
}

std::optional<double> field_bar(const StoredEvolution &reference, const std::string &distance, double time,
                                const Space &space, const Vector &u)
{
  const LebesgueBars bars = lebesgue_bars(reference, time, space.volume());
  std::optional<double> best = reference.error_bar(distance, time);
  if (best && !std::isfinite(*best)) best.reset();
  const double least = space.minimum(u), diameter = box_diameter(space), mass = space.integrate(u);
  const auto with = [&](const std::optional<double> &bar, double factor) {
    if (bar && std::isfinite(factor)) best = smaller(best, factor * *bar);
  };
  if (distance == "L1") with(bars.l1, 1);
  if (distance == "L2") with(bars.l2, 1);
  if (distance == "Linf") with(bars.linf, 1);
  const bool same_mass = mass_is_known(reference);
  // else no further off than L1
  if (distance == "mass") {
    if (same_mass)
      best = 0;
    else
      with(bars.l1, 1);
  }
  // |sqrt a - sqrt b| <= |a - b|^(1/2), and <= |a - b| / sqrt(min a)
  if (distance == "Hellinger") {
    if (bars.l1) best = smaller(best, 2 * std::sqrt(*bars.l1));
    if (least > 0) with(bars.l2, 2 / std::sqrt(least));
  }
  // Poincare's inequality on a box
  if (distance == "H-1" && space.tensor_grid() != nullptr && same_mass) {
    double longest = 0;
    for (unsigned d = 0; d < space.dim(); ++d)
      longest = std::max(longest, (space.upper()[d] - space.lower()[d]) * (space.periodic(d) ? 0.5 : 1));
    with(bars.l2, longest / M_PI);
  }
  // of mass one, as for particles; another mass is at most L1 off
  const double factor = (same_mass ? 1 : 2) / mass;
  if (distance == "W1") with(bars.l1, factor * diameter / 2);
  if (distance == "W2" && bars.l1) {
    best = smaller(best, std::sqrt(factor * diameter * diameter / 2 * *bars.l1));
    if (least > 0 && same_mass) with(bars.l2, 2 * diameter / M_PI / std::sqrt(least * mass));
  }
  return best;
}

}  // namespace gammaflow
