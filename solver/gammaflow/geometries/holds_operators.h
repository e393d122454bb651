// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// Geometries with operators of their own, beside the kernel operator that they are made from.
class HoldsOperators
{
 public:
  virtual ~HoldsOperators() = default;
  virtual double operator_bytes() const = 0;
};

}  // namespace gammaflow
