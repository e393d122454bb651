// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/velocity_fields.h>

namespace gammaflow
{
/// Kernel ridge regression of velocities, all components: f = (T_rho + lambda)^-1 T_rho g, T_rho f =
/// Kf(rho f), the solution of (rho + lambda Kf^-1) f = rho g.
class VelocityRegression
{
 public:
  using Field = VelocityFields::Field;

  explicit VelocityRegression(double lambda) : lambda_(lambda) {}
  virtual ~VelocityRegression() = default;

  /// Accurate in L2(rho), against g; else NumericalFailure. Returns the iterations.
  virtual unsigned solve(const Field &rho, const Field &g, Field &f) const = 0;
  virtual void apply_kernel(const Field &x, Field &y) const = 0;  ///< y = Kf x
  /// Kf on a mode of the Laplacian with this eigenvalue.
  virtual double kernel_symbol(double eigenvalue) const = 0;
  double lambda() const { return lambda_; }

 private:
  double lambda_;
};

}  // namespace gammaflow
