// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/energy.h>
#include <gammaflow/spaces/make_space.h>

#include <cmath>
#include <memory>
#include <string>

namespace gammaflow::testing::kernelized
{
/// A periodic box with a kernel, and energies on it.
struct Setting {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const KernelOperator> kernel;

  std::unique_ptr<Energy> energy(const std::string &name, const Vector &target) const
  {
    const bool needs = Registry<Energy>::traits(name).needs_kernel;
    return Registry<Energy>::make(name, {parameters, space, target, needs ? kernel : nullptr});
  }
};

inline Setting setting(const std::string &kernel, double bandwidth, unsigned dim,
                       const std::string &further = "")
{
  Setting s;
  s.parameters.assign_all(
      "domain/dimension = " + std::to_string(dim) +
          "; domain/degree = 6; domain/boundary = periodic; domain/cells = " + (dim == 1 ? "60" : "16") +
          "; kernel/name = " + kernel + "; kernel/bandwidth = " + std::to_string(bandwidth) + "; " + further,
      "test");
  s.space = make_space(s.parameters);
  s.kernel = make_kernel_operator(s.parameters, "kernel", s.space);
  return s;
}

/// Positive, periodic, of one wave, so that orders show.
inline Vector density(const Space &space)
{
  const double two_pi = 8 * std::atan(1.);
  return space.sample([&](const Point &x) {
    return std::exp(0.6 * std::cos(two_pi * x[0]) + (space.dim() > 1 ? 0.3 * std::sin(two_pi * x[1]) : 0.));
  });
}
inline Vector target(const Space &space)
{
  const double two_pi = 8 * std::atan(1.);
  return space.sample([=](const Point &x) { return std::exp(0.3 * std::sin(two_pi * x[0])); });
}

struct Difference {
  double value, variation;
};

/// |F_e - F| and |DF_e - DF|.
inline Difference difference(const Energy &energy, const Energy &limit, const Space &space)
{
  const Vector u = density(space);
  Vector one = u, two = u;
  energy.first_variation(u, one);
  limit.first_variation(u, two);
  one -= two;
  return {std::abs(energy.value(u) - limit.value(u)), space.norm(one)};
}
inline Difference difference(const std::string &name, const std::string &limit, const std::string &kernel,
                             double bandwidth, unsigned dim)
{
  // The support of a compact kernel is its bandwidth.
  const double size = kernel.find("Wendland") == 0 ? 4 * bandwidth : bandwidth;
  const Setting s = setting(kernel, size, dim);
  const Vector pi = target(*s.space);
  return difference(*s.energy(name, pi), *s.energy(limit, pi), *s.space);
}
}  // namespace gammaflow::testing::kernelized
