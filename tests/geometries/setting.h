// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/spaces/make_space.h>

#include "tests/support/spaces.h"
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow::testing::geometries
{
constexpr double pi = 3.14159265358979323846;

/// A space with a kernel operator, and what geometries are tried on.
struct Setting {
  Parameters parameters;
  std::shared_ptr<const Space> space;
  std::shared_ptr<const KernelOperator> kernel;

  explicit Setting(const std::string &assignments)
  {
    parameters.set("solver", "tolerance", "1e-11");
    parameters.assign_all(assignments, "test");
    space = make_space(parameters);
    kernel = make_kernel_operator(parameters, "kernel", space);
  }

  std::unique_ptr<Geometry> geometry(const std::string &name) const
  {
    const bool needs_kernel = Registry<Geometry>::traits(name).needs_kernel;
    return Registry<Geometry>::make(name, {parameters, space, needs_kernel ? kernel : nullptr});
  }

  /// A positive density that satisfies the no-flux condition, between about 0.3 and 3.
  Vector density() const
  {
    return space->sample([&](const Point &x) {
      double value = 0.8 * std::cos(pi * x[0]);
      if (space->dim() > 1) value += 0.4 * std::cos(2 * pi * x[1]) * std::cos(pi * x[0]);
      return std::exp(value);
    });
  }
  Vector target() const
  {
    return space->sample([&](const Point &x) {
      return std::exp(0.5 * std::cos(2 * pi * x[0]) -
                      (space->dim() > 1 ? 0.3 * std::cos(2 * pi * x[1]) : 0.));
    });
  }
  /// Forces: smooth ones that satisfy the no-flux condition, one that does not, one with a large constant.
  std::vector<Vector> forces() const
  {
    return {space->sample([](const Point &x) { return std::cos(pi * x[0]) + 0.2 * std::cos(2 * pi * x[1]); }),
            space->sample([](const Point &x) { return std::cos(2 * pi * x[0]) - 0.7; }),
            space->sample([](const Point &x) { return std::exp(x[0]) + std::sin(3 * x[1]); }),
            space->sample([](const Point &x) { return 10 + std::cos(3 * pi * x[0]); })};
  }
};

}  // namespace gammaflow::testing::geometries
