// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <Eigen/Core>

#include <vector>

namespace gammaflow
{
/// Vector fields by the values of each component at its points, with weights omega > 0. There
///   G   is the gradient of functions of the space, of a field that has no normal component at walls,
///   G*  = W^-1 G^T omega its exact adjoint, <G x, f>_omega = <x, G* f>_W, the negative divergence,
///   I   interpolates functions of the space; a density has the values exp(I log u) > 0.
/// G 1 = 0, so that G* f has no mass, to round-off.
class VelocityFields
{
 public:
  using Component = Eigen::VectorXd;
  using Field = std::vector<Component>;  ///< one for each direction

  virtual ~VelocityFields() = default;

  virtual unsigned dim() const = 0;
  /// Points of a component, those of this process.
  virtual Eigen::Index size(unsigned d) const = 0;
  /// omega at the points of component d.
  virtual const Component &weights(unsigned d) const = 0;
  /// G x.
  virtual Field gradient(const Vector &x) const = 0;
  virtual void divergence(const Field &f, Vector &x) const = 0;  ///< x = G* f = -div f
  /// I x.
  virtual Field interpolate(const Vector &x) const = 0;
  /// The sum over all processes of one number from each.
  virtual double sum(double own) const { return own; }

  Field zero() const;
  /// <a, b>_omega, the sum over the components.
  double inner(const Field &a, const Field &b) const;
  /// |a| in L2(rho): (sum_d sum_q omega rho_d a_d^2)^1/2.
  double norm(const Field &rho, const Field &a) const;
  /// exp(I log u) for a density u > 0.
  Field density(const Vector &u) const;
};

/// The product of two fields, component by component and point by point.
VelocityFields::Field pointwise_product(const VelocityFields::Field &a, const VelocityFields::Field &b);

}  // namespace gammaflow
