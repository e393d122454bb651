// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/comparison/particles/periodic_discrepancy.h>
#include <gammaflow/measures/density_points.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
namespace
{
constexpr std::size_t most_points = 20000;
constexpr double most_periods = 5;

/// From where on k is below 1e-16 k(0).
double reach_of(const RadialProfile &k, double shortest_period)
{
  double r = k.length();
  while (std::abs(k(r)) > 1e-16 * std::abs(k.at_zero())) {
    r *= 1.1;
    if (r > most_periods * shortest_period)
      throw InputError("the kernel of MMD", "length " + few_digits(k.length()),
                       "reaches over more than " + few_digits(most_periods) + " periods of the domain",
                       "a shorter bandwidth, or a kernel that decays faster");
  }
  return r;
}

void require_few(std::size_t count, const std::string &what)
{
  if (count > most_points)
    throw InputError("MMD on a periodic domain", std::to_string(count) + " " + what, "takes all pairs",
                     "at most " + std::to_string(most_points));
}
}  // namespace

PeriodicDiscrepancy::PeriodicDiscrepancy(const ParticleDistance::Context &context,
                                         std::shared_ptr<const RadialProfile> k)
    : k_(std::move(k)),
      dim_(context.space->dim()),
      density_(normalized(points_of_density(*context.space, context.density)))
{
  const Space &space = *context.space;
  double shortest = std::numeric_limits<double>::infinity();
  for (unsigned d = 0; d < dim_; ++d)
    if (space.periodic(d)) shortest = std::min(shortest, period_[d] = space.upper()[d] - space.lower()[d]);
  reach_ = reach_of(*k_, shortest);
  std::array<int, 3> most{};  // of what is within half a period
  for (unsigned d = 0; d < dim_; ++d)
    if (period_[d] > 0) most[d] = int(std::floor(reach_ / period_[d] + 0.5));
  for (int i = -most[0]; i <= most[0]; ++i)
    for (int j = -most[1]; j <= most[1]; ++j)
      for (int l = -most[2]; l <= most[2]; ++l)
        shifts_.push_back({{i * period_[0], j * period_[1], l * period_[2]}});
  require_few(density_.size(), "nodes");
  of_density_ = between(density_, density_);
  const PointMeasure other = normalized(points_between_nodes(space, context.density));
  const double square = of_density_ - 2 * between(density_, other) + between(other, other);
  of_quadrature_ = std::sqrt(std::max(square, 1e-15 * at_zero()));  // no less than the round-off of the sums
}

double PeriodicDiscrepancy::at_zero() const
{
  return kernel({});
}

double PeriodicDiscrepancy::kernel(Point z) const
{
  for (unsigned d = 0; d < dim_; ++d)
    if (period_[d] > 0) z[d] -= period_[d] * std::round(z[d] / period_[d]);
  double sum = 0;
  for (const Point &shift : shifts_) {
    double square = 0;
    for (unsigned d = 0; d < dim_; ++d) square += (z[d] + shift[d]) * (z[d] + shift[d]);
    if (square < reach_ * reach_) sum += (*k_)(std::sqrt(square));
  }
  return sum;
}

double PeriodicDiscrepancy::between(const PointMeasure &a, const PointMeasure &b) const
{
  std::vector<double> rows(a.size());
  parallel_ranges(a.size(), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < b.size(); ++j) {
        Point z{};
        for (unsigned d = 0; d < dim_; ++d) z[d] = a.coordinate(d)[i] - b.coordinate(d)[j];
        sum += b.weight(j) * kernel(z);
      }
      rows[i] = a.weight(i) * sum;
    }
  });
  return sum_of(rows.size(), [&](std::size_t i) { return rows[i]; });
}

ParticleDistance::Value PeriodicDiscrepancy::to(const PointMeasure &particles) const
{
  require_few(particles.size(), "particles");
  const PointMeasure own = normalized(particles);
  const double square = of_density_ - 2 * between(density_, own) + between(own, own);
  return {std::sqrt(std::max(square, 0.)), error_of_root(square, 1e-15 * at_zero()) + of_quadrature_};
}

}  // namespace gammaflow
