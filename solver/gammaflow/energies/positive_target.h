// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>
#include <gammaflow/base/types.h>

#include <cstddef>
#include <string>

namespace gammaflow
{
/// InputError where an energy that divides by the target finds it not positive at a node.
inline void require_positive_target(const Vector &target)
{
  for (std::size_t i = 0; i < size(target); ++i)
    if (!(data(target)[i] > 0))
      throw InputError(
          "section 'energy', key 'name': this energy divides by the target, which is not "
          "positive at node " +
          std::to_string(i));
}

}  // namespace gammaflow
