// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>
#include <gammaflow/parameters/parameters.h>

#include "tests/support/spaces.h"
#include <memory>
#include <string>

namespace gammaflow::testing
{
/// A kernel of free space, as given.
inline std::shared_ptr<const RadialKernel> radial_kernel(const std::string &name, double bandwidth,
                                                         unsigned dim)
{
  Parameters parameters;
  parameters.set("kernel", "name", name);
  parameters.set("kernel", "bandwidth", text(bandwidth));
  parameters.set("kernel", "normalization", "as given");
  return std::dynamic_pointer_cast<const RadialKernel>(make_kernel(parameters, "kernel", dim));
}

}  // namespace gammaflow::testing
