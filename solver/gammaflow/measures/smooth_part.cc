// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/smooth_part.h>

#include <cmath>

namespace gammaflow
{
namespace
{
constexpr unsigned nodes = 25;  ///< of the interpolation
constexpr double reach = 0.6;   ///< of its interval, in units of R^2
}  // namespace

SmoothPart::SmoothPart(const RadialProfile &f, double radius) : f_(f), radius_(radius)
{
  std::array<double, nodes> values, chebyshev{};
  for (unsigned i = 0; i < nodes; ++i)
    values[i] = f.function()(radius * std::sqrt(1 + reach * std::cos(M_PI * (i + 0.5) / nodes)));
  for (unsigned k = 0; k < nodes; ++k)
    for (unsigned i = 0; i < nodes; ++i)
      chebyshev[k] += (k == 0 ? 1. : 2.) / nodes * values[i] * std::cos(M_PI * k * (i + 0.5) / nodes);
  // T_(k+1) = 2 s T_k - T_(k-1), as powers of s
  std::array<double, nodes> before{}, power{}, next{};
  before[0] = power[1] = 1;
  coefficient_.fill(0);
  coefficient_[0] = chebyshev[0];
  for (unsigned k = 1; k < nodes; ++k) {
    for (unsigned m = 0; m < coefficient_.size(); ++m) coefficient_[m] += chebyshev[k] * power[m];
    for (unsigned m = 0; m < nodes; ++m) next[m] = (m > 0 ? 2 * power[m - 1] : 0.) - before[m];
    before = power;
    power = next;
  }
}

double SmoothPart::polynomial(double r) const
{
  const double s = (r * r / (radius_ * radius_) - 1) / reach;
  double sum = 0;
  for (unsigned m = coefficient_.size(); m-- > 0;) sum = sum * s + coefficient_[m];
  return sum;
}

}  // namespace gammaflow
