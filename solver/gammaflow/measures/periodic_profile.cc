// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/measures/periodic_profile.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
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
}  // namespace

PeriodicProfile::PeriodicProfile(std::shared_ptr<const RadialProfile> k, unsigned dim,
                                 const std::array<double, 3> &period)
    : k_(std::move(k)), dim_(dim), period_(period)
{
  double shortest = std::numeric_limits<double>::infinity();
  for (const double length : period_)
    if (length > 0) shortest = std::min(shortest, length);
  reach_ = reach_of(*k_, shortest);
  std::array<int, 3> most{};  // of what is within half a period
  for (unsigned d = 0; d < dim_; ++d)
    if (period_[d] > 0) most[d] = int(std::floor(reach_ / period_[d] + 0.5));
  for (int i = -most[0]; i <= most[0]; ++i)
    for (int j = -most[1]; j <= most[1]; ++j)
      for (int l = -most[2]; l <= most[2]; ++l)
        shifts_.push_back({{i * period_[0], j * period_[1], l * period_[2]}});
}

Point PeriodicProfile::shortest(Point z) const
{
  for (unsigned d = 0; d < dim_; ++d)
    if (period_[d] > 0) z[d] -= period_[d] * std::round(z[d] / period_[d]);
  return z;
}

}  // namespace gammaflow
