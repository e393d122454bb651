// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/comparison/particles/stein_kernel.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/network_coupling.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr std::size_t most_points = 60000, most_of_target = 8000;

/// Of the particles to the target pi: (sum_ij w_i w_j k_pi(x_i, x_j))^(1/2), a V-statistic, or its square
/// without the pairs i = j, a U-statistic, which has no bias. The target's own, which is 0 in R^d, is taken
/// at its nodes: what it is not is the error of cutting R^d to a box, and of a quadrature.
class SteinDiscrepancy final : public ParticleDistance
{
 public:
  SteinDiscrepancy(const Context &context, bool unbiased)
      : kernel_(context.kernel, context.space->dim(), 2 * box_diameter(*context.space)),
        score_(context.score),
        unbiased_(unbiased)
  {
    if (!context.target) return;
    if (context.space->tensor_grid() != nullptr) {
      of_target_ = std::sqrt(context.kernel->profile(0)) * at_walls(*context.space, *context.target);
      return;
    }
    const PointMeasure nodes = positive_score(points_of_density(*context.space, *context.target));
    const PointMeasure points = quantized(nodes, most_of_target).points;
    of_target_ = std::sqrt(std::max(0., kernel_.sums(points, scores(points)).all));
  }

  Value to(const PointMeasure &particles) const override
  {
    if (particles.size() > most_points)
      throw InputError("--distances", unbiased_ ? "KSD^2 unbiased" : "KSD",
                       "takes all pairs, and there are " + std::to_string(particles.size()) + " particles",
                       "at most " + std::to_string(most_points) + " particles");
    const auto sums = kernel_.sums(particles, scores(particles));
    if (!unbiased_) return {std::sqrt(std::max(0., sums.all)), of_target_};
    const double w2 = sums.weights_squared;
    if (!(w2 < 1)) throw InputError("--distances", "KSD^2 unbiased", "one particle has none", "two or more");
    const double value = (sums.all - sums.diagonal) / (1 - w2);
    return {value, 3 * deviation(particles, sums, value) +
                       of_target_ * (2 * std::sqrt(std::max(0., value)) + of_target_)};
  }
  /// The target is what it is said to be.
  std::optional<double> of_bars(const Bars &) const override { return 0; }

 private:
  /// int pi over the walls of a box, pi of mass one.
  static double at_walls(const Space &space, const Vector &target)
  {
    double sum = 0;
    for (unsigned d = 0; d < space.dim(); ++d) {
      const auto &weights = space.tensor_grid()->direction[d].weights;
      for (std::size_t i = 0; i < space.n_nodes(); ++i)
        for (const auto &[wall, weight] :
             {std::pair(space.lower()[d], weights.front()), std::pair(space.upper()[d], weights.back())})
          if (space.nodes()[i][d] == wall) sum += data(space.weights())[i] * data(target)[i] / weight;
    }
    return sum / space.integrate(target);
  }
  /// Of the U-statistic (Hoeffding 1948): 4 Var(h_1)/n + 2 E h^2/n^2, h_1(x) = E k_pi(x, X), 1/n = sum w^2.
  static double deviation(const PointMeasure &particles, const SteinKernel::Sums &sums, double value)
  {
    const double w2 = sums.weights_squared;
    double variance = 0;
    for (std::size_t i = 0; i < particles.size(); ++i) {
      const double w = particles.weight(i) / particles.mass();
      variance += w * w * std::pow(sums.rows[i] / (1 - w) - value, 2);
    }
    return std::sqrt(4 * variance + 2 * w2 * w2 * sums.squares / (1 - w2));
  }
  std::vector<double> scores(const PointMeasure &points) const
  {
    const std::size_t n = points.size();
    std::vector<double> result(points.dim() * n);
    for (std::size_t i = 0; i < n; ++i) {
      const Point gradient = score_(points.point(i));
      for (unsigned d = 0; d < points.dim(); ++d) {
        if (!std::isfinite(gradient[d]))
          throw NumericalFailure("KSD: the gradient of the target's logarithm is not finite at particle " +
                                 std::to_string(i + 1));
        result[d * n + i] = gradient[d];
      }
    }
    return result;
  }
  /// Nodes where the target is too small for its logarithm have no score, and no mass that counts.
  PointMeasure positive_score(const PointMeasure &nodes) const
  {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (std::isfinite(score_(nodes.point(i))[0]) && nodes.weight(i) > 1e-15 * nodes.mass())
        kept.push_back(i);
    return part_of(nodes, kept);
  }

  SteinKernel kernel_;
  std::function<Point(const Point &)> score_;
  bool unbiased_;
  double of_target_ = 0;
};

ParticleDistance::Traits traits(const std::string &summary)
{
  ParticleDistance::Traits t;
  t.summary = summary;
  t.needs_kernel = t.needs_target = t.all_pairs = true;
  t.by_default = false;
  t.meaning = ParticleDistance::Meaning::to_target;
  return t;
}

const Register<ParticleDistance> v("KSD",
                                   traits("kernel Stein discrepancy of the particles to the target, "
                                          "(sum_ij w_i w_j k_pi(x_i,x_j))^(1/2)"),
                                   [](const auto &context) {
                                     return std::make_unique<SteinDiscrepancy>(context, false);
                                   });
const Register<ParticleDistance> u("KSD^2 unbiased",
                                   traits("its square without the pairs i = j, of the law of independent "
                                          "particles"),
                                   [](const auto &context) {
                                     return std::make_unique<SteinDiscrepancy>(context, true);
                                   });
}  // namespace
}  // namespace gammaflow
