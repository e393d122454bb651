// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/counter_random.h>
#include <gammaflow/particles/kernel_sums.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/particles/start.h>

#include "tests/support/spaces.h"
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

/// Figures that are (nearly) zero for right particles. The must-fail twins use the same functions.
namespace gammaflow::testing
{
/// Particles of the standard normal density on [-8, 8]^dim, from N(1, 0.5^2), unless the assignments say
/// otherwise.
inline Parameters particle_parameters(const std::string &dynamics, unsigned dim,
                                      const std::string &assignments = "")
{
  Parameters parameters = box_parameters(dim, dim == 1 ? 64 : 16, 3, false, -8, 8);
  parameters.assign_all(
      "initial state/kind = Gaussian; initial state/mean = 1; initial state/deviation = "
      "0.5; target/kind = Gaussian; target/deviation = 1; kernel/name = Gaussian; "
      "kernel/bandwidth = 0.7; kernel/normalization = as given; time/end = 1; "
      "time/outputs = 2; time/tolerance = 1e-10",
      "test");
  parameters.set("particles", "dynamics", dynamics);
  parameters.set("particles", "number", "50");
  parameters.assign_all(assignments, "test");
  return parameters;
}

/// What a dynamics of this name is made from, kept alive.
struct DynamicsOf {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const ParticleDynamics> dynamics;

  explicit DynamicsOf(const Parameters &given) : parameters(given), space(make_space(parameters))
  {
    dynamics = Registry<ParticleDynamics>::make(parameters.text("particles", "dynamics"),
                                                {parameters, Domain::read(parameters), space});
  }
};

/// n points of the box [lower, upper]^dim, uniform, with seed.
inline PointMeasure uniform_points(unsigned dim, std::size_t n, double lower, double upper,
                                   std::uint64_t seed = 1, bool equal_weights = true)
{
  std::vector<double> x(dim * n), w;
  CounterRandom random(seed, 7, 0, 0);
  for (double &value : x) value = lower + (upper - lower) * random.uniform();
  for (std::size_t i = 0; !equal_weights && i < n; ++i) w.push_back(random.uniform());
  return {dim, std::move(x), std::move(w)};
}

/// The largest |a_i - b_i| as a part of the largest |b_i|.
inline double relative_error(const std::vector<double> &a, const std::vector<double> &b)
{
  double difference = a.size() == b.size() ? 0 : INFINITY, size = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const double d = std::abs(a[i] - b[i]);
    if (!(d <= difference)) difference = d;
    size = std::max(size, std::abs(b[i]));
  }
  return size > 0 ? difference / size : difference;
}

/// SVGD term by term: sum_j w_j [k(x_i, x_j) s(x_j) + grad_(x_j) k(x_i, x_j)], with the derivative of k by
/// central differences of its profile.
inline std::vector<double> naive_stein_velocity(const RadialKernel &kernel, const PointMeasure &x,
                                                const std::function<Point(const Point &)> &score)
{
  const std::size_t n = x.size();
  const double h = 1e-5 * kernel.bandwidth();
  std::vector<double> v(x.dim() * n, 0.);
  const auto k = [&](const Point &a, const Point &b) {
    double square = 0;
    for (unsigned d = 0; d < x.dim(); ++d) square += (a[d] - b[d]) * (a[d] - b[d]);
    return kernel.profile(std::sqrt(square));
  };
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (unsigned d = 0; d < x.dim(); ++d) {
        Point up = x.point(j), down = up;
        up[d] += h;
        down[d] -= h;
        const double gradient =
            i == j ? 0 : (k(x.point(i), up) - k(x.point(i), down)) / (2 * h);  // even at distance zero
        v[d * n + i] += x.weight(j) * (k(x.point(i), x.point(j)) * score(x.point(j))[d] + gradient);
      }
  return v;
}

/// By how many standard errors of a sample of this size its mean and its variance are off (the larger one).
inline double deviations_of_moments(const PointMeasure &x, unsigned direction, double mean, double variance)
{
  const double n = double(x.size());
  double sum = 0, square = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x.coordinate(direction)[i] / n;
  for (std::size_t i = 0; i < x.size(); ++i)
    square += std::pow(x.coordinate(direction)[i] - sum, 2) / (n - 1);
  return std::max(std::abs(sum - mean) / std::sqrt(variance / n),
                  std::abs(square - variance) / (variance * std::sqrt(2 / n)));  // of normal samples
}

}  // namespace gammaflow::testing
