// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/distances/distance.h>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <tests/support/spaces.h>

namespace gammaflow::testing
{
using Between = std::function<double(const Vector &, const Vector &)>;

inline double normal_density(double x, double mean, double deviation)
{
  return std::exp(-std::pow((x - mean) / deviation, 2) / 2) / (deviation * std::sqrt(2 * M_PI));
}

/// Two densities on an interval and the distances between them in closed form.
struct ClosedForms {
  std::shared_ptr<const Space> space;
  Vector a, b;
  std::map<std::string, double> distance;
};

/// a = 2x, b = 2(1-x) on [0,1]: F - G = 2x^2 - 2x; quantiles sqrt(s) and 1 - sqrt(1-s).
inline ClosedForms ramps()
{
  ClosedForms c;
  c.space = make_box(1, 4, 4);
  c.a = c.space->sample([](const Point &x) { return 2 * x[0]; });
  c.b = c.space->sample([](const Point &x) { return 2 * (1 - x[0]); });
  c.distance = {{"L1", 1.0},     {"L2", std::sqrt(4.0 / 3)},
                {"Linf", 2.0},   {"H-1", std::sqrt(4.0 / 30)},
                {"W1", 1.0 / 3}, {"W2", std::sqrt(M_PI / 4 - 2.0 / 3)}};
  return c;
}

/// Two Gaussians of different mean and deviation, on an interval so long that their tails vanish.
inline ClosedForms gaussians()
{
  const double m0 = -0.5, s0 = 0.8, m1 = 0.7, s1 = 1.1, variance = s0 * s0 + s1 * s1;
  ClosedForms c;
  c.space = make_box(1, 80, 8, false, 0, -12, 12);
  c.a = c.space->sample([&](const Point &x) { return normal_density(x[0], m0, s0); });
  c.b = c.space->sample([&](const Point &x) { return normal_density(x[0], m1, s1); });
  const double bhattacharyya =
      std::sqrt(2 * s0 * s1 / variance) * std::exp(-std::pow(m0 - m1, 2) / (4 * variance));
  const auto kl = [](double m, double s, double n, double t) {
    return std::log(t / s) + (s * s + std::pow(m - n, 2)) / (2 * t * t) - 0.5;
  };
  c.distance = {{"Hellinger", 2 * std::sqrt(2 - 2 * bhattacharyya)},
                {"KL", kl(m0, s0, m1, s1)},
                {"reverse KL", kl(m1, s1, m0, s0)},
                {"L2", std::sqrt(normal_density(0, 0, s0 * M_SQRT2) + normal_density(0, 0, s1 * M_SQRT2) -
                                 2 * normal_density(m0, m1, std::sqrt(variance)))},
                {"W2", std::hypot(m0 - m1, s0 - s1)}};
  return c;
}

/// The relative deviation of `between` from the closed form of the distance `name`; infinite if there is
/// none.
inline double deviation_from_closed_form(const std::string &name, const ClosedForms &forms,
                                         const Between &between)
{
  const auto exact = forms.distance.find(name);
  if (exact == forms.distance.end()) return std::numeric_limits<double>::infinity();
  return std::abs(between(forms.a, forms.b) / exact->second - 1);
}

inline Between registered_distance(const std::string &name, const std::shared_ptr<const Space> &space)
{
  const std::shared_ptr<const Distance> distance = Registry<Distance>::make(name, {space, nullptr});
  return [distance](const Vector &a, const Vector &b) { return distance->between(a, b); };
}

}  // namespace gammaflow::testing
