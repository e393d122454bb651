// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

namespace gammaflow
{
/// Geometries of growth in a kernel's space: the rate u Kf g has a finite cost for every g, and it is known.
class KnowsImageCost
{
 public:
  virtual ~KnowsImageCost() = default;
  /// R(u, u Kf g)
  virtual double image_cost(const Vector &u, const Vector &g) const = 0;
};

}  // namespace gammaflow
