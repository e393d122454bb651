// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// What all ways of kernel ridge regression share.
struct RidgeSetting {
  std::shared_ptr<const KernelOperator> kernel;
  double lambda = 0;
  SolverOptions options;
};

/// What one solution took, and how accurate it is.
struct RidgeReport {
  unsigned iterations = 0;
  double error = 0;  ///< a bound of |f - exact f| / |xi|, both norms those of L2(rho)
};

/// One way to compute f = (T_rho + lambda)^-1 T_rho xi, T_rho = Kf rho. What is computed depends on the
/// arguments alone (no starting values from earlier calls), so that an interrupted evolution continues with
/// the same bits.
class RidgeMethod
{
 public:
  explicit RidgeMethod(RidgeSetting setting) : setting_(std::move(setting)) {}
  virtual ~RidgeMethod() = default;

  virtual std::string name() const = 0;
  /// Seconds that a solve is expected to take with this density: what the methods are compared by. From the
  /// condition number and the operations of an iteration; only the ratios between methods matter. The same on
  /// all processes.
  virtual double cost(const Vector &rho) const = 0;
  /// f on entry is ignored. `norm` = |xi| in L2(rho), not zero.
  virtual RidgeReport solve(const Vector &rho, const Vector &xi, double norm, Vector &f) const = 0;

 protected:
  const Space &space() const { return setting_.kernel->space(); }
  const KernelOperator &kernel() const { return *setting_.kernel; }
  double lambda() const { return setting_.lambda; }
  double tolerance() const { return setting_.options.tolerance; }
  unsigned max_iterations() const { return setting_.options.iterations; }
  /// Iterations of conjugate gradients for a condition number: sqrt(condition)/2 log(2/tolerance).
  double expected_iterations(double condition) const;

 private:
  RidgeSetting setting_;
};

// Each returns nullptr where the method does not apply.

/// One dimension, Kf^-1 = (1 + l^2 L)^s of integer s: (rho + lambda (1 + l^2 L)^s) f = rho xi factorized.
std::unique_ptr<RidgeMethod> make_ridge_factorization(const RidgeSetting &setting);
/// Kf^-1 = (1 + l^2 L)^s of integer s: the same by conjugate gradients, matrix-free, preconditioned with the
/// diagonal.
std::unique_ptr<RidgeMethod> make_ridge_elliptic(const RidgeSetting &setting);
/// Intrinsic kernels on boxes: conjugate gradients in the eigenbasis of L, preconditioned with the regression
/// for a constant density.
std::unique_ptr<RidgeMethod> make_ridge_modal(const RidgeSetting &setting);
/// Any kernel: conjugate gradients for rho^1/2 Kf rho^1/2 + lambda.
std::unique_ptr<RidgeMethod> make_ridge_symmetric(const RidgeSetting &setting);

}  // namespace gammaflow
