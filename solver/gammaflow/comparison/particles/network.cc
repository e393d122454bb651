// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/network_coupling.h>

#include <cmath>

namespace gammaflow
{
namespace
{
constexpr std::size_t most_points = 600;  ///< on each side of the coupling

/// W1, W2 in the plane and in space, exactly between at most 600 points on each side; the density is the
/// masses of its nodes. What is quantized to so many points is moved by no more than is said, and the
/// triangle inequality makes that the error.
class NetworkWasserstein final : public ParticleDistance
{
 public:
  NetworkWasserstein(const Context &context, unsigned power)
      : space_(context.space),
        power_(power),
        density_(quantized(points_of_density(*context.space, context.density), most_points))
  {
    // between nodes: each node's mass stands for what is around it, half of the distance of nodes away
    of_nodes_ = 0.5 * context.space->spacing() * std::sqrt(double(context.space->dim()));
  }

  Value to(const PointMeasure &particles) const override
  {
    const Quantized other = quantized(particles, most_points);
    const double moved = power_ == 1 ? density_.w1 + other.w1 : density_.w2 + other.w2;
    return {network_wasserstein(density_.points, other.points, power_), moved + of_nodes_};
  }

  std::optional<double> of_bars(const Bars &bars) const override
  {
    return wasserstein_of_bars(power_, bars, *space_);
  }

 private:
  std::shared_ptr<const Space> space_;
  unsigned power_;
  Quantized density_;
  double of_nodes_ = 0;
};

ParticleDistance::Traits traits(const std::string &summary)
{
  ParticleDistance::Traits t;
  t.summary = summary;
  t.least_dim = 2;
  t.by_default = false;
  return t;
}

const Register<ParticleDistance> w1("exact W1", traits("inf int |x - y|, by the network simplex method"),
                                    [](const auto &context) {
                                      return std::make_unique<NetworkWasserstein>(context, 1);
                                    });
const Register<ParticleDistance> w2("exact W2",
                                    traits("(inf int |x - y|^2)^(1/2), by the network simplex method"),
                                    [](const auto &context) {
                                      return std::make_unique<NetworkWasserstein>(context, 2);
                                    });
}  // namespace
}  // namespace gammaflow
