// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/solvers/rational_exponential.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr unsigned points = 256;  // of the Chebyshev expansion

/// The Chebyshev coefficients of f on [-1, 1], by the discrete cosine sum on Chebyshev points of the first
/// kind.
template <class Function>
std::vector<double> chebyshev_coefficients(const Function &f)
{
  static const std::vector<double> cosines = [] {  // of pi r / (2 points)
    std::vector<double> table(4 * points);
    for (unsigned r = 0; r < table.size(); ++r) table[r] = std::cos(std::acos(-1.) * r / (2 * points));
    return table;
  }();
  std::vector<double> values(points), coefficients(points / 2, 0.);
  for (unsigned i = 0; i < points; ++i) values[i] = f(cosines[2 * i + 1]);
  for (unsigned k = 0; k < coefficients.size(); ++k) {
    for (unsigned i = 0; i < points; ++i)
      coefficients[k] += values[i] * cosines[k * (2 * i + 1) % (4 * points)];
    coefficients[k] *= (k == 0 ? 1. : 2.) / points;
  }
  return coefficients;
}
}  // namespace

RationalExponential::RationalExponential(const double largest, const double tolerance)
{
  if (largest == 0) {
    coefficients = {1.};
    return;
  }
  for (double a = 0.02; a < 2; a *= 1.05) {
    const double y_min = (1 - a * largest) / (1 + a * largest);
    const double s = 2 / (1 - y_min), t = 1 - s;
    auto trial = chebyshev_coefficients([&](double z) {
      const double y = (z - t) / s;
      return std::exp(-(1 - y) / (1 + y) / a);
    });
    double tail = 0;
    std::size_t n = trial.size();
    while (n > 1 && tail + std::abs(trial[n - 1]) <= tolerance / 2) tail += std::abs(trial[--n]);
    if (coefficients.empty() || n < coefficients.size()) {
      trial.resize(n);
      pole = a;
      stretch = s;
      shift = t;
      coefficients = std::move(trial);
    }
  }
  for (unsigned i = 0; i <= 20 * points; ++i) {
    const double y = (std::cos(std::acos(-1.) * i / (20 * points)) - shift) / stretch;
    const double x = y <= -1 ? largest : std::min(largest, (1 - y) / (1 + y) / pole);
    error = std::max(error, std::abs((*this)(x)-std::exp(-x)));
  }
}

double RationalExponential::operator()(const double x) const
{
  const double z = stretch * (1 - pole * x) / (1 + pole * x) + shift;
  double previous = 1, current = z, sum = coefficients[0];
  for (std::size_t k = 1; k < coefficients.size(); ++k) {
    sum += coefficients[k] * current;
    const double next = 2 * z * current - previous;
    previous = current;
    current = next;
  }
  return sum;
}

}  // namespace gammaflow
