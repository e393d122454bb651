// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cmath>

namespace gammaflow
{
/// log(rho/pi) for rho, pi > 0, without overflow of the ratio and without cancellation near rho = pi.
inline double log_ratio(double rho, double pi)
{
  const double ratio = rho / pi;
  if (ratio > 0.5 && ratio < 2) return std::log1p((rho - pi) / pi);  // rho - pi is exact here
  // Outside of this range the ratio may be subnormal, zero or infinite though its logarithm is a plain
  // number.
  return ratio > 1e-290 && ratio < 1e290 ? std::log(ratio) : std::log(rho) - std::log(pi);
}

/// (atanh(v) - v) / v^3 = 1/3 + v^2/5 + v^4/7 + ... for |v| <= 1/3, to round-off.
inline double atanh_remainder(double v)
{
  double sum = 0;
  for (int k = 16; k >= 0; --k) sum = sum * v * v + 1. / (2 * k + 3);
  return sum;
}

/// (exp(x) - 1 - x) / x^2, to round-off everywhere.
inline double exp_remainder(double x)
{
  if (std::abs(x) > 0.5) return (std::expm1(x) - x) / x / x;
  double sum = 0;
  for (int k = 15; k >= 0; --k) sum = (1 + sum * x) / (k + 2);  // sum_k x^k / (k+2)!, nested
  return sum;
}

}  // namespace gammaflow
