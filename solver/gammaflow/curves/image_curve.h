// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
/// A curve with the rate w' = w Kf g, Kf the kernel of a flow: in that flow's geometry its cost is finite and
/// has a formula (KnowsImageCost).
class ImageCurve : public Curve
{
 public:
  virtual Vector preimage(double t) const = 0;  ///< g, nodal values
};

/// A curve with the rate w' = -div(w Kf g), g a field at staggered points (VelocityFields), one vector per
/// component.
class VelocityImageCurve : public Curve
{
 public:
  virtual const std::vector<Eigen::VectorXd> &preimage(double t) const = 0;  ///< g
  /// A force that nearly drives the curve in the limit, which bounds the cost from below; null where the cost
  /// of the velocity is that of the rate.
  virtual const Vector *force(double t) const = 0;
};

}  // namespace gammaflow
