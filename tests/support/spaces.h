// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/spaces/space.h>

#include <iomanip>
#include <memory>
#include <sstream>
#include <string>

namespace gammaflow::testing
{
/// All digits of x.
inline std::string text(double x)
{
  std::ostringstream out;
  out << std::setprecision(17) << x;
  return out.str();
}

/// Parameters whose section `domain` describes the box [lower, upper]^dim with `cells` equal cells per
/// direction.
inline Parameters box_parameters(unsigned dim, unsigned cells, unsigned degree = 2, bool periodic = false,
                                 double lower = 0, double upper = 1)
{
  Parameters parameters;
  parameters.set("domain", "dimension", std::to_string(dim));
  parameters.set("domain", "cells", std::to_string(cells));
  parameters.set("domain", "degree", std::to_string(degree));
  parameters.set("domain", "boundary", periodic ? "periodic" : "no-flux");
  parameters.set("domain", "lower", text(lower));
  parameters.set("domain", "upper", text(upper));
  return parameters;
}

inline std::shared_ptr<const Space> make_box(unsigned dim, unsigned cells, unsigned degree = 2,
                                             bool periodic = false, unsigned level = 0, double lower = 0,
                                             double upper = 1)
{
  return make_space(box_parameters(dim, cells, degree, periodic, lower, upper), level);
}

/// The space of section `domain` after assignments such as "domain/cells = 3, 5; domain/boundary = periodic,
/// no-flux".
inline std::shared_ptr<const Space> make_space_from(const std::string &assignments, unsigned level = 0)
{
  Parameters parameters;
  parameters.assign_all(assignments, "test");
  return make_space(parameters, level);
}

}  // namespace gammaflow::testing
