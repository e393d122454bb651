// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
class FieldKernel;

/// Geometries of growth in a kernel's space: the rate u Kf g has a finite cost for every g (nodal values),
/// and that cost has a formula.
class KnowsImageCost
{
 public:
  virtual ~KnowsImageCost() = default;
  /// R(u, u Kf g)
  virtual double image_cost(const Vector &u, const Vector &g) const = 0;
};

/// Geometries of velocities in a kernel's space: the rate -div(u Kf g) has a finite cost for every field g.
/// In one dimension between walls no other velocity has the same rate, and that cost is known; elsewhere it
/// bounds R from above.
class KnowsVelocityImageCost
{
 public:
  virtual ~KnowsVelocityImageCost() = default;
  /// Kf on the components of fields.
  virtual const FieldKernel &field_kernel() const = 0;
  /// The cost of the velocity Kf g, where g has one vector per component, at the points of
  /// TransportGeometry::fields(): at least R(u, -div(u Kf g)), equal to it in one dimension between walls.
  virtual double velocity_image_cost(const Vector &u, const std::vector<Eigen::VectorXd> &g) const = 0;
};

/// A geometry whose rates cost what they cost in another one, where they have a cost (spherical ones).
class CostsAsAnother
{
 public:
  virtual ~CostsAsAnother() = default;
  virtual const Geometry &other() const = 0;
};

/// Growth or velocities in the kernel's space have a cost that is known: KnowsImageCost,
/// KnowsVelocityImageCost, and what costs as one of them.
inline bool knows_cost_of_images(const Geometry &geometry)
{
  if (const auto *as_another = dynamic_cast<const CostsAsAnother *>(&geometry))
    return knows_cost_of_images(as_another->other());
  return dynamic_cast<const KnowsImageCost *>(&geometry) != nullptr ||
         dynamic_cast<const KnowsVelocityImageCost *>(&geometry) != nullptr;
}

}  // namespace gammaflow
