// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
std::string why_not_applicable(const std::string &name, const ParticleDistance::Context &context)
{
  const ParticleDistance::Traits &traits = Registry<ParticleDistance>::traits(name);
  const Space &space = *context.space;
  for (unsigned d = 0; d < space.dim() && !traits.on_torus; ++d)
    if (space.periodic(d)) return name + " is one of R^d, and the domain is periodic";
  if (traits.needs_line && (space.dim() != 1 || space.tensor_grid() == nullptr))
    return name + " goes by quantiles, on an interval alone";
  if (space.dim() < traits.least_dim)
    return name + " is for " + std::to_string(traits.least_dim) + " dimensions or more";
  if (traits.needs_box && space.tensor_grid() == nullptr) return name + " goes by a grid, on boxes alone";
  if (traits.needs_target && context.score == nullptr)
    return name + " needs a target, and the reference has none";
  if (traits.needs_free_energy && context.free_energy == nullptr)
    return name + " is not available: " + context.why_no_free_energy;
  if (traits.needs_kernel && context.kernel == nullptr) return name + " needs a kernel, and there is none";
  return "";
}

std::vector<std::string> default_particle_distances(const ParticleDistance::Context &context)
{
  const Space &space = *context.space;
  bool torus = false;
  for (unsigned d = 0; d < space.dim(); ++d) torus = torus || space.periodic(d);
  std::vector<std::string> result;
  for (const auto &[name, entry] : Registry<ParticleDistance>::entries())
    if ((torus || entry.traits.by_default) && why_not_applicable(name, context).empty())
      result.push_back(name);
  return result;
}

double box_diameter(const Space &space)
{
  double square = 0;
  for (unsigned d = 0; d < space.dim(); ++d) square += std::pow(space.upper()[d] - space.lower()[d], 2);
  return std::sqrt(square);
}

std::optional<double> smaller(std::optional<double> known, double bound)
{
  return known ? std::min(*known, bound) : bound;
}

std::optional<double> w1_of_bars(const ParticleDistance::Bars &bars, const Space &space)
{
  const auto l1 = bars("L1");
  return l1 ? smaller(bars("W1"), box_diameter(space) / 2 * *l1) : bars("W1");
}

std::optional<double> wasserstein_of_bars(unsigned power, const ParticleDistance::Bars &bars,
                                          const Space &space)
{
  const auto w1 = w1_of_bars(bars, space);
  return power == 1 || !w1 ? w1 : std::sqrt(box_diameter(space) * *w1);
}

double error_of_root(double square, double error)
{
  const double root = std::sqrt(std::max(square, 0.));
  return std::max(std::sqrt(std::max(square + error, 0.)) - root,
                  root - std::sqrt(std::max(square - error, 0.)));
}

}  // namespace gammaflow
