// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>

namespace gammaflow
{
/// A curve with the rate w' = w Kf g, with the kernel of a flow: its cost is finite and known there.
class ImageCurve : public Curve
{
 public:
  virtual Vector preimage(double t) const = 0;  ///< g
};

}  // namespace gammaflow
