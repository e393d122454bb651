// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>

#include <Eigen/Core>

namespace gammaflow
{
/// A curve with the rate w' = w Kf g, with the kernel of a flow: its cost is finite and known there.
class ImageCurve : public Curve
{
 public:
  virtual Vector preimage(double t) const = 0;  ///< g
};

/// A curve in one dimension with the rate w' = -div(w Kf g), g a field at staggered points.
class VelocityImageCurve : public Curve
{
 public:
  virtual Eigen::VectorXd preimage(double t) const = 0;  ///< g
};

}  // namespace gammaflow
