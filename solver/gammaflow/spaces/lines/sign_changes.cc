// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/sign_changes.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
using Coefficients = std::array<double, most_degree + 1>;
constexpr double narrowest = 1e-7;

struct Signs {
  unsigned changes = 0;
  int first = 0, last = 0;  ///< of the outermost coefficients that are more than round-off
};

Signs signs_of(unsigned degree, const double *c)
{
  double largest = 0;
  for (unsigned k = 0; k <= degree; ++k) largest = std::max(largest, std::abs(c[k]));
  const double round_off = 1e-14 * largest;
  Signs signs;
  for (unsigned k = 0; k <= degree; ++k) {
    const int sign = c[k] > round_off ? 1 : c[k] < -round_off ? -1 : 0;
    if (sign == 0) continue;
    if (signs.first == 0)
      signs.first = sign;
    else if (sign != signs.last)
      ++signs.changes;
    signs.last = sign;
  }
  return signs;
}

/// Value and slope at x.
std::pair<double, double> with_slope(unsigned degree, const double *c, double x)
{
  if (degree == 0) return {c[0], 0};
  Coefficients b;
  std::copy(c, c + degree + 1, b.begin());
  for (unsigned left = degree; left > 1; --left)
    for (unsigned k = 0; k < left; ++k) b[k] += x * (b[k + 1] - b[k]);
  return {b[0] + x * (b[1] - b[0]), degree * (b[1] - b[0])};
}

/// The only zero, where the sign is `first` below it: Newton's method, and halving where that leaves the
/// interval.
double only_zero(unsigned degree, const double *c, int first)
{
  double low = 0, high = 1, x = 0.5;
  if (c[0] * c[degree] < 0) x = c[0] / (c[0] - c[degree]);
  for (int step = 0; step < 100; ++step) {
    const auto [value, slope] = with_slope(degree, c, x);
    if (value == 0) return x;
    (value * first > 0 ? low : high) = x;
    double next = x - value / slope;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (std::abs(next - x) <= 1e-13) return next;
    x = next;
  }
  return x;
}

void find(unsigned degree, const double *c, double x0, double x1, std::vector<double> &found)
{
  const Signs signs = signs_of(degree, c);
  if (signs.changes == 0) return;
  if (signs.changes == 1) {
    found.push_back(x0 + (x1 - x0) * only_zero(degree, c, signs.first));
    return;
  }
  const double middle = x0 + (x1 - x0) / 2;
  if (x1 - x0 < narrowest) {
    found.push_back(middle);
    return;
  }
  Coefficients lower, upper;
  std::copy(c, c + degree + 1, upper.begin());
  for (unsigned left = degree;; --left) {
    lower[degree - left] = upper[0];
    if (left == 0) break;
    for (unsigned k = 0; k < left; ++k) upper[k] = (upper[k] + upper[k + 1]) / 2;
  }
  find(degree, lower.data(), x0, middle, found);
  found.push_back(middle);  // where the sign may change, too
  find(degree, upper.data(), middle, x1, found);
}
}  // namespace

double bernstein_value(const unsigned degree, const double *c, const double x)
{
  Coefficients b;
  std::copy(c, c + degree + 1, b.begin());
  for (unsigned left = degree; left > 0; --left)
    for (unsigned k = 0; k < left; ++k) b[k] += x * (b[k + 1] - b[k]);
  return b[0];
}

void sign_changes(const unsigned degree, const double *c, std::vector<double> &found)
{
  find(degree, c, 0, 1, found);
}

}  // namespace gammaflow
