// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/interval_taylor.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
namespace bn = boost::numeric;
const double infinity = std::numeric_limits<double>::infinity();

Interval repaired(const Interval &a)
{
  return std::isnan(a.lower()) || std::isnan(a.upper()) ? everything() : a;
}

/// Both, as sin and cos or sinh and cosh: s' = c a', c' = sign s a'.
std::array<IntervalTaylor, 2> sine_and_cosine(const IntervalTaylor &a, const Interval &s, const Interval &c,
                                              double sign)
{
  const unsigned n = a.order();
  std::array<IntervalTaylor, 2> result = {IntervalTaylor(n, s), IntervalTaylor(n, c)};
  for (unsigned k = 1; k <= n; ++k) {
    Interval in_s(0.), in_c(0.);
    for (unsigned j = 1; j <= k; ++j) {
      in_s += double(j) * a[j] * result[1][k - j];
      in_c += double(j) * a[j] * result[0][k - j];
    }
    result[0][k] = in_s / double(k);
    result[1][k] = in_c * (sign / k);
  }
  return result;
}

/// a^c by a b' = c a' b; a is positive.
IntervalTaylor real_power(const IntervalTaylor &a, double c)
{
  const unsigned n = a.order();
  const auto at = [c](double x) { return std::pow(x, c); };
  const Interval bounds =
      c >= 0 ? Interval(at(a[0].lower()), at(a[0].upper())) : Interval(at(a[0].upper()), at(a[0].lower()));
  IntervalTaylor result(n, bounds);
  for (unsigned k = 1; k <= n; ++k) {
    Interval sum(0.);
    for (unsigned j = 1; j <= k; ++j) sum += (c * j - double(k - j)) * a[j] * result[k - j];
    result[k] = repaired(sum / (double(k) * a[0]));
  }
  return result;
}

IntervalTaylor whole_power(const IntervalTaylor &a, unsigned c)
{
  if (c == 1) return a;
  IntervalTaylor half = whole_power(a, c / 2);
  const IntervalTaylor even = square(half);
  IntervalTaylor result = c % 2 ? even * a : even;
  result[0] = bn::pow(a[0], int(c));
  return result;
}
}  // namespace

Interval everything()
{
  return {-infinity, infinity};
}

bool IntervalTaylor::constant() const
{
  if (!(coefficients_[0].lower() == coefficients_[0].upper())) return false;
  for (unsigned k = 1; k <= order_; ++k)
    if (!(coefficients_[k].lower() == 0 && coefficients_[k].upper() == 0)) return false;
  return true;
}

IntervalTaylor without_derivatives(const unsigned order, const Interval &value)
{
  IntervalTaylor result(order, repaired(value));
  for (unsigned k = 1; k <= order; ++k) result[k] = everything();
  return result;
}

IntervalTaylor either(const IntervalTaylor &a, const IntervalTaylor &b)
{
  return without_derivatives(a.order(), bn::hull(a[0], b[0]));
}

IntervalTaylor operator-(const IntervalTaylor &a)
{
  IntervalTaylor result = a;
  for (unsigned k = 0; k <= a.order(); ++k) result[k] = -a[k];
  return result;
}

IntervalTaylor operator+(const IntervalTaylor &a, const IntervalTaylor &b)
{
  IntervalTaylor result = a;
  for (unsigned k = 0; k <= a.order(); ++k) result[k] = repaired(a[k] + b[k]);
  return result;
}

IntervalTaylor operator-(const IntervalTaylor &a, const IntervalTaylor &b)
{
  return a + -b;
}

IntervalTaylor operator*(const IntervalTaylor &a, const IntervalTaylor &b)
{
  IntervalTaylor result(a.order());
  for (unsigned k = 0; k <= a.order(); ++k) {
    Interval sum(0.);
    for (unsigned j = 0; j <= k; ++j) sum += a[j] * b[k - j];
    result[k] = repaired(sum);
  }
  return result;
}

IntervalTaylor operator/(const IntervalTaylor &a, const IntervalTaylor &b)
{
  if (!(b[0].lower() > 0 || b[0].upper() < 0)) return without_derivatives(a.order(), everything());
  IntervalTaylor result(a.order());
  for (unsigned k = 0; k <= a.order(); ++k) {
    Interval sum = a[k];
    for (unsigned j = 1; j <= k; ++j) sum -= b[j] * result[k - j];
    result[k] = repaired(sum / b[0]);
  }
  return result;
}

IntervalTaylor square(const IntervalTaylor &a)
{
  IntervalTaylor result = a * a;
  result[0] = bn::square(a[0]);
  return result;
}

IntervalTaylor power(const IntervalTaylor &a, const IntervalTaylor &b)
{
  if (b.constant()) {
    const double c = b[0].lower();
    if (c == 0) return IntervalTaylor(a.order(), Interval(1.));
    if (std::abs(c) <= 64 && c == std::floor(c)) {
      const IntervalTaylor positive = whole_power(a, unsigned(std::abs(c)));
      return c > 0 ? positive : IntervalTaylor(a.order(), Interval(1.)) / positive;
    }
    if (a[0].lower() > 0) return real_power(a, c);
    const double top = std::pow(std::max(a[0].upper(), 0.), c);
    return without_derivatives(a.order(), c > 0 ? Interval(0., top) : Interval(top, infinity));
  }
  if (!(a[0].lower() > 0)) return without_derivatives(a.order(), everything());
  return exp(b * log(a));
}

IntervalTaylor exp(const IntervalTaylor &a)
{
  IntervalTaylor result(a.order(), Interval(std::exp(a[0].lower()), std::exp(a[0].upper())));
  for (unsigned k = 1; k <= a.order(); ++k) {
    Interval sum(0.);
    for (unsigned j = 1; j <= k; ++j) sum += double(j) * a[j] * result[k - j];
    result[k] = repaired(sum / double(k));
  }
  return result;
}

IntervalTaylor log(const IntervalTaylor &a)
{
  const double above = a[0].upper() > 0 ? std::log(a[0].upper()) : infinity;
  if (!(a[0].lower() > 0)) return without_derivatives(a.order(), Interval(-infinity, above));
  return integrated(Interval(std::log(a[0].lower()), above), IntervalTaylor(a.order(), Interval(1.)) / a, a);
}

IntervalTaylor sine(const IntervalTaylor &a)
{
  return sine_and_cosine(a, bn::sin(a[0]), bn::cos(a[0]), -1)[0];
}

IntervalTaylor cosine(const IntervalTaylor &a)
{
  return sine_and_cosine(a, bn::sin(a[0]), bn::cos(a[0]), -1)[1];
}

IntervalTaylor integrated(const Interval &value, const IntervalTaylor &slope, const IntervalTaylor &a)
{
  IntervalTaylor result(a.order(), repaired(value));
  for (unsigned k = 1; k <= a.order(); ++k) {
    Interval sum(0.);
    for (unsigned j = 1; j <= k; ++j) sum += double(j) * a[j] * slope[k - j];
    result[k] = repaired(sum / double(k));
  }
  return result;
}

}  // namespace gammaflow
