// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/line_transport.h>
#include <gammaflow/measures/slices.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr std::size_t most_kept = std::size_t(1) << 26;  ///< bytes of sorted projections

/// (mean over directions of W_p of the projections to the power p)^(1/p), p = 1, 2 (Bonneel et al. 2015). The
/// density is the sum over its nodes; what that and the choice of the directions are wrong by is estimated by
/// the nodes of another degree, and by every other direction.
class Sliced final : public ParticleDistance
{
 public:
  Sliced(const Context &context, unsigned power)
      : space_(context.space),
        power_(power),
        density_(points_of_density(*context.space, context.density)),
        directions_(even_directions(context.space->dim(), context.space->dim() == 2 ? 32 : 64))
  {
    if (2 * sizeof(double) * density_.size() * directions_.size() <= most_kept)
      for (const Point &direction : directions_) sorted_.emplace_back(density_, direction);
    of_quadrature_ = to(points_between_nodes(*context.space, context.density)).value;
  }

  Value to(const PointMeasure &particles) const override
  {
    std::vector<double> powers(directions_.size());
    parallel_ranges(directions_.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end; ++k) {
        const SortedPoints b(particles, directions_[k]);
        powers[k] =
            sorted_.empty() ? between(SortedPoints(density_, directions_[k]), b) : between(sorted_[k], b);
      }
    });
    double mean[2] = {0, 0};
    for (std::size_t k = 0; k < powers.size(); ++k) mean[k % 2] += 2 * powers[k] / double(powers.size());
    const auto root = [this](double sum) { return power_ == 1 ? sum : std::sqrt(sum); };
    const double value = root((mean[0] + mean[1]) / 2);
    return {value, of_quadrature_ + std::abs(root(mean[0]) - root(mean[1])) / 2};
  }

  /// Projections are no further apart than what is projected.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    return wasserstein_of_bars(power_, bars, *space_);
  }

 private:
  /// W_p^p on a line.
  double between(const SortedPoints &a, const SortedPoints &b) const
  {
    return power_ == 1 ? line_w1(a, b) : std::pow(line_w2(a, b), 2);
  }

  std::shared_ptr<const Space> space_;
  unsigned power_;
  PointMeasure density_;
  std::vector<Point> directions_;
  std::vector<SortedPoints>
      sorted_;  ///< the density in each direction, for all draws; where it is not too large
  double of_quadrature_ = 0;
};

ParticleDistance::Traits traits(const std::string &power)
{
  ParticleDistance::Traits t;
  t.summary = "(mean over directions of " + power + " of the projections)^(1/p), any number of particles";
  t.least_dim = 2;
  return t;
}

const Register<ParticleDistance> w1("sliced W1", traits("W1"),
                                    [](const auto &context) { return std::make_unique<Sliced>(context, 1); });
const Register<ParticleDistance> w2("sliced W2", traits("W2^2"),
                                    [](const auto &context) { return std::make_unique<Sliced>(context, 2); });
}  // namespace
}  // namespace gammaflow
