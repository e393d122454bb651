// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/density.h>

#include "gtest/gtest.h"
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace gammaflow::testing
{
/// Density::Context of a space.
inline Density::Context context_of(const Parameters &parameters, const Space &space)
{
  Density::Context context{parameters, "target", space.dim(), space.lower(), space.upper()};
  for (unsigned d = 0; d < space.dim(); ++d) context.periodic[d] = space.periodic(d);
  context.volume = space.volume();
  return context;
}

/// The density that section `target` of the parameters describes, as a function.
inline std::unique_ptr<Density> density_of(const Parameters &parameters, const Space &space)
{
  return Registry<Density>::make(parameters.text("target", "kind"), context_of(parameters, space));
}

inline Vector sampled(const Density &density, const Space &space)
{
  Vector values = space.zero();
  density.sample(space, values);
  return values;
}

/// What is wrong with the mass of a density by the quadrature of the space; empty if nothing.
inline std::string check_mass(const Density &density, const Space &space, double expected, double tolerance)
{
  const double mass = space.integrate(sampled(density, space));
  std::ostringstream wrong;
  wrong.precision(16);
  if (!(std::abs(mass - expected) <= tolerance)) wrong << "mass " << mass << ", not " << expected;
  return wrong.str();
}

/// What is wrong with a density at the walls of a box: its normal derivative is zero when it goes on as an
/// even function; in periodic directions it has to go on periodically. Empty if nothing.
inline std::string check_walls(const Density &density, const Space &space)
{
  std::ostringstream wrong;
  for (unsigned d = 0; d < space.dim(); ++d)
    for (const double depth : {1e-3, 0.05, 0.2})
      for (const bool upper : {false, true}) {
        const double length = space.upper()[d] - space.lower()[d];
        Point inside{};
        for (unsigned e = 0; e < space.dim(); ++e)
          inside[e] = space.lower()[e] + 0.37 * (space.upper()[e] - space.lower()[e]);
        Point outside = inside;
        inside[d] = upper ? space.upper()[d] - depth * length : space.lower()[d] + depth * length;
        outside[d] = upper ? space.upper()[d] + depth * length : space.lower()[d] - depth * length;
        if (space.periodic(d)) inside[d] = outside[d] + (upper ? -length : length);
        const double a = density.value(inside), b = density.value(outside);
        if (!(std::abs(a - b) <= 1e-12 * std::abs(a)))
          wrong << "direction " << d << (upper ? " upper" : " lower") << " wall: " << a << " inside, " << b
                << "; ";
      }
  return wrong.str();
}

/// Mean (first dim entries) and covariance by quadrature.
struct Moments {
  double mass = 0;
  Point mean{};
  std::array<Point, 3> covariance{};
};

inline Moments moments_of(const Density &density, const Space &space)
{
  const Vector values = sampled(density, space);
  const auto expectation = [&](const std::function<double(const Point &)> &f) {
    return space.inner(values, space.sample(f));
  };
  Moments m;
  m.mass = space.integrate(values);
  for (unsigned d = 0; d < space.dim(); ++d)
    m.mean[d] = expectation([d](const Point &x) { return x[d]; }) / m.mass;
  for (unsigned d = 0; d < space.dim(); ++d)
    for (unsigned e = 0; e < space.dim(); ++e)
      m.covariance[d][e] =
          expectation([&](const Point &x) { return (x[d] - m.mean[d]) * (x[e] - m.mean[e]); }) / m.mass;
  return m;
}

/// A file with the given text, in the directory for temporary files of the tests.
inline std::string temporary_file(const std::string &name, const std::string &text)
{
  const std::string path = ::testing::TempDir() + "gammaflow_densities_" + name;
  std::ofstream(path) << text;
  return path;
}

/// The message of the InputError that an action ends with; empty if it ends well.
inline std::string refusal(const std::function<void()> &action)
{
  try {
    action();
  } catch (const InputError &error) {
    return error.what();
  }
  return "";
}

inline void expect_words(const std::string &message, const std::vector<std::string> &words)
{
  for (const auto &word : words)
    EXPECT_NE(message.find(word), std::string::npos) << "'" << word << "' missing in: " << message;
}

}  // namespace gammaflow::testing
