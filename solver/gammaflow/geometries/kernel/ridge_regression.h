// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/ridge_method.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// Kernel ridge regression: f = (T_rho + lambda)^-1 T_rho xi, T_rho xi = Kf(rho xi), the minimizer of
///   1/2 |f - xi|^2_{L2(rho)} + lambda/2 |f|_H^2     (H: the reproducing kernel space)
/// among f = Kf w; the minimizer has w = rho (xi - f)/lambda.
/// Each call takes the method that is expected to be the fastest for the density at hand, see
/// doc/kernel-ridge-regression.md. The error of f, in L2(rho) and relative to xi, is bounded by the tolerance
/// of section `solver`; NumericalFailure where it is not reached.
class RidgeRegression
{
 public:
  RidgeRegression(std::shared_ptr<const KernelOperator> kernel, double lambda, const SolverOptions &options);

  /// Returns the iterations.
  unsigned solve(const Vector &rho, const Vector &xi, Vector &f) const;

  double lambda() const { return lambda_; }
  const SolverOptions &options() const { return options_; }
  /// The methods that apply to this kernel and space, and the one taken for a density.
  const std::vector<std::unique_ptr<RidgeMethod>> &methods() const { return methods_; }
  const RidgeMethod &method(const Vector &rho) const;

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  double lambda_;
  SolverOptions options_;
  std::vector<std::unique_ptr<RidgeMethod>> methods_;
};

}  // namespace gammaflow
