// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
struct Moments {
  Point mean{};
  double spread = 0;  ///< (int |x - mean|^2)^(1/2)
};

Moments moments_of(const PointMeasure &measure)
{
  Moments moments;
  double square = 0;
  for (unsigned d = 0; d < measure.dim(); ++d) {
    for (std::size_t i = 0; i < measure.size(); ++i)
      moments.mean[d] += measure.weight(i) / measure.mass() * measure.coordinate(d)[i];
    for (std::size_t i = 0; i < measure.size(); ++i)
      square += measure.weight(i) / measure.mass() * std::pow(measure.coordinate(d)[i] - moments.mean[d], 2);
  }
  moments.spread = std::sqrt(square);
  return moments;
}

double between(const Moments &a, const Moments &b, bool of_spread)
{
  if (of_spread) return std::abs(a.spread - b.spread);
  double square = 0;
  for (unsigned d = 0; d < 3; ++d) square += std::pow(a.mean[d] - b.mean[d], 2);
  return std::sqrt(square);
}

/// |mean - mean|, or the difference of the spreads. They are at most W1, and W2 (the spread is the distance
/// in W2 to a point mass, at best).
class MomentDistance final : public ParticleDistance
{
 public:
  MomentDistance(const Context &context, bool of_spread)
      : space_(context.space),
        of_spread_(of_spread),
        density_(moments_of(points_of_density(*context.space, context.density)))
  {
    of_quadrature_ =
        between(density_, moments_of(points_between_nodes(*context.space, context.density)), of_spread);
  }
  Value to(const PointMeasure &particles) const override
  {
    return {between(density_, moments_of(particles), of_spread_), of_quadrature_};
  }
  std::optional<double> of_bars(const Bars &bars) const override
  {
    return wasserstein_of_bars(of_spread_ ? 2 : 1, bars, *space_);
  }

 private:
  std::shared_ptr<const Space> space_;
  bool of_spread_;
  Moments density_;
  double of_quadrature_ = 0;
};

ParticleDistance::Traits traits(const std::string &summary)
{
  ParticleDistance::Traits t;
  t.summary = summary;
  t.by_default = false;
  t.root_rate = true;
  return t;
}

const Register<ParticleDistance> mean("mean", traits("|mean of the density - mean of the particles|"),
                                      [](const auto &context) {
                                        return std::make_unique<MomentDistance>(context, false);
                                      });
const Register<ParticleDistance> spread("spread", traits("difference of (int |x - mean|^2)^(1/2)"),
                                        [](const auto &context) {
                                          return std::make_unique<MomentDistance>(context, true);
                                        });
}  // namespace
}  // namespace gammaflow
