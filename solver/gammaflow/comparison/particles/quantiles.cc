// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/line_transport.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const std::vector<double> &levels_of(bool median)
{
  static const std::vector<double> one = {0.5}, five = {0.05, 0.25, 0.5, 0.75, 0.95};
  return median ? one : five;
}

/// The largest difference of the quantiles at these levels.
class QuantileDistance final : public ParticleDistance
{
 public:
  QuantileDistance(const Context &context, bool median)
      : density_(context.space->tensor_grid()->direction[0],
                 {data(context.density), data(context.density) + size(context.density)}),
        levels_(levels_of(median))
  {
  }
  Value to(const PointMeasure &particles) const override
  {
    const SortedPoints points(particles);
    double most = 0;
    for (const double level : levels_) {
      // the middle of the interval that has this level
      const auto first = std::lower_bound(points.cumulative.begin(), points.cumulative.end(), level - 1e-12),
                 second = std::upper_bound(points.cumulative.begin(), points.cumulative.end(), level + 1e-12);
      const double x = (at(points, first) + at(points, second)) / 2;
      most = std::max(most, std::abs(x - density_.quantile(level)));
    }
    return {most, 0};
  }
  /// A level of another density of mass one differs by half of L1 at most.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    const auto l1 = bars("L1");
    if (!l1) return std::nullopt;
    double most = 0;
    for (const double level : levels_)
      for (const double sign : {-1., 1.})
        most = std::max(most, std::abs(density_.quantile(std::clamp(level + sign * *l1 / 2, 0., 1.)) -
                                       density_.quantile(level)));
    return most;
  }

 private:
  static double at(const SortedPoints &points, std::vector<double>::const_iterator place)
  {
    const auto k = std::size_t(place - points.cumulative.begin());
    return points.x[std::min(k, points.x.size() - 1)];
  }
  LineDensity density_;
  const std::vector<double> &levels_;
};

ParticleDistance::Traits traits(const std::string &summary)
{
  ParticleDistance::Traits t;
  t.summary = summary;
  t.needs_line = true;
  t.by_default = false;
  t.root_rate = true;
  return t;
}

const Register<ParticleDistance> quantiles(
    "quantiles", traits("largest difference of the quantiles at 5, 25, 50, 75, 95 %"),
    [](const auto &context) { return std::make_unique<QuantileDistance>(context, false); });
const Register<ParticleDistance> median("median", traits("difference of the medians"),
                                        [](const auto &context) {
                                          return std::make_unique<QuantileDistance>(context, true);
                                        });
}  // namespace
}  // namespace gammaflow
