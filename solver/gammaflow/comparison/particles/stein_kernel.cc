// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/comparison/particles/stein_kernel.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// dim slope(r) + r slope'(r); by differences of order four, near 0 by one-sided ones.
double trace(const RadialKernel &k, unsigned dim, double r)
{
  const double h = 1e-3 * k.bandwidth();
  const auto f = [&](double at) { return k.slope(at); };
  const double derivative = r > 2 * h ? (8 * (f(r + h) - f(r - h)) - (f(r + 2 * h) - f(r - 2 * h))) / (12 * h)
                                      : (-3 * f(r) + 4 * f(r + h) - f(r + 2 * h)) / (2 * h);
  return dim * f(r) + r * derivative;
}

std::shared_ptr<const RadialKernel> without_kink(std::shared_ptr<const RadialKernel> kernel)
{
  if (!std::isfinite(kernel->slope(0)))
    throw InputError("--kernel", kernel->name(),
                     "has a kink where x = y: a Stein discrepancy needs its second derivatives",
                     "Gaussian, Matern 3/2, Matern 5/2, inverse multiquadric");
  return kernel;
}
}  // namespace

SteinKernel::SteinKernel(const std::shared_ptr<const RadialKernel> &kernel, unsigned dim, double reach)
    : dim_(dim),
      value_([k = without_kink(kernel)](double r) { return k->profile(r); }, kernel->bandwidth(), reach),
      slope_([kernel](double r) { return kernel->slope(r); }, kernel->bandwidth(), reach),
      trace_([kernel, dim](double r) { return trace(*kernel, dim, r); }, kernel->bandwidth(), reach)
{
}

SteinKernel::Sums SteinKernel::sums(const PointMeasure &points, const std::vector<double> &score) const
{
  const std::size_t n = points.size();
  Sums sums;
  sums.rows.resize(n);
  std::vector<double> squares(n), diagonal(n);
  parallel_ranges(n, 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto pair = [&](std::size_t j) {
        double square = 0, product = 0, along = 0;
        for (unsigned d = 0; d < dim_; ++d) {
          const double z = points.coordinate(d)[i] - points.coordinate(d)[j];
          const double a = score[d * n + i], b = score[d * n + j];
          square += z * z;
          product += a * b;
          along += z * (a - b);
        }
        const double r = std::sqrt(square);
        return value_(r) * product + slope_(r) * along + trace_(r);
      };
      double row = 0, of_squares = 0;
      for (std::size_t j = 0; j < n; ++j) {
        if (j == i) continue;
        const double entry = pair(j), w = points.weight(j) / points.mass();
        row += w * entry;
        of_squares += w * entry * entry;
      }
      sums.rows[i] = row;
      squares[i] = of_squares;
      diagonal[i] = pair(i);
    }
  });
  const auto w = [&](std::size_t i) { return points.weight(i) / points.mass(); };
  sums.diagonal = sum_of(n, [&](std::size_t i) { return w(i) * w(i) * diagonal[i]; });
  sums.weights_squared = sum_of(n, [&](std::size_t i) { return w(i) * w(i); });
  sums.all = sums.diagonal + sum_of(n, [&](std::size_t i) { return w(i) * sums.rows[i]; });
  sums.squares = sum_of(n, [&](std::size_t i) { return w(i) * squares[i]; });
  return sums;
}

}  // namespace gammaflow
