#pragma once

#include <gammaflow/comparison/rate_fit.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace gammaflow::testing
{
/// d(e_0 ratio^-k) for k < points, exact, with error bars of `level` d.
inline std::vector<SweepValue> sweep(const std::function<double(double)> &d, unsigned points = 6,
                                     double level = 0.01, double largest = 0.5, double ratio = 2)
{
  std::vector<SweepValue> values;
  for (unsigned k = 0; k < points; ++k) {
    const double e = largest * std::pow(ratio, -double(k));
    values.push_back({e, d(e), level * d(e)});
  }
  return values;
}

/// The values moved within their error bars: everywhere in between, or by all of them up or down.
inline std::vector<SweepValue> with_noise(std::vector<SweepValue> values, std::mt19937 &random, bool extreme)
{
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (SweepValue &v : values) {
    const double u = uniform(random);
    v.value += v.delta * (extreme ? (u < 0 ? -1 : 1) : u);
  }
  return values;
}

/// A member of a family of sweeps with a known order: pure powers, powers with a relative correction of first
/// and of second order (of either sign), two powers, square root plus square.
struct Synthetic {
  double order = 1;
  std::function<double(double)> d;

  Synthetic(std::mt19937 &random, unsigned kind)
  {
    std::uniform_real_distribution<double> uniform(0, 1);
    const double scale = std::pow(10, -3 + 4 * uniform(random)), a = -0.8 + 2.8 * uniform(random);
    const double factor = std::pow(10, -1 + 1.5 * uniform(random)), gap = 0.5 + 1.5 * uniform(random);
    double q = 0.5 + 2.5 * uniform(random);
    switch (kind % 5) {
      case 0:
        d = [=](double e) { return scale * std::pow(e, q); };
        break;
      case 1:
        d = [=](double e) { return scale * std::pow(e, q) * (1 + a * e); };
        break;
      case 2:
        d = [=](double e) { return scale * std::pow(e, q) * (1 + a * e * e); };
        break;
      case 3:
        q = 0.5 + 0.5 * uniform(random);
        d = [=](double e) { return scale * (std::pow(e, q) + factor * std::pow(e, q + gap)); };
        break;
      default:
        q = 0.5;
        d = [=](double e) { return scale * (std::sqrt(e) + factor * e * e); };
    }
    order = q;
  }
};

}  // namespace gammaflow::testing
