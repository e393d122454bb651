// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// Geometries with operators of their own, beside the kernel operator of Geometry::Context.
class HoldsOperators
{
 public:
  virtual ~HoldsOperators() = default;
  virtual double operator_bytes() const = 0;  ///< held by these operators alone
};

}  // namespace gammaflow
