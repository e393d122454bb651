// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/kernel/field_kernel.h>
#include <gammaflow/geometries/linear_solver.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// Kernel ridge regression of one component of a velocity, f = (T_rho + lambda)^-1 T_rho g, T_rho = Kf rho:
/// the solution of (rho + lambda Kf^-1) f = rho g. What is computed depends on the arguments alone.
class FieldRegression
{
 public:
  using Component = StaggeredFields::Component;
  /// What one solution took, and how accurate it is.
  struct Report {
    unsigned iterations = 0;
    double error = 0;  ///< a bound of |f - exact f| in L2(rho)
  };

  FieldRegression(std::shared_ptr<const FieldKernel> kernel, double lambda, const SolverOptions &options);
  virtual ~FieldRegression() = default;

  /// f on entry is ignored. |f - exact f| <= tolerance * norm in L2(rho), else NumericalFailure. Returns the
  /// iterations.
  unsigned solve(unsigned d, const Component &rho, const Component &g, double norm, Component &f) const;
  virtual std::string name() const = 0;
  double lambda() const { return lambda_; }
  const FieldKernel &kernel() const { return *kernel_; }

 protected:
  const std::shared_ptr<const FieldKernel> &shared_kernel() const { return kernel_; }
  /// tolerance: absolute.
  virtual Report try_to_solve(unsigned d, const Component &rho, const Component &g, double tolerance,
                              Component &f) const = 0;
  unsigned max_iterations() const { return options_.iterations; }
  double tolerance() const { return options_.tolerance; }  ///< relative

 private:
  std::shared_ptr<const FieldKernel> kernel_;
  double lambda_;
  SolverOptions options_;
};

/// Kf^-1 = (1 + l^2 L~)^s in one dimension: factorized; s = 1 in more dimensions: an elliptic problem
/// (EllipticRegression), or as the other ones, whichever is expected to be faster for the density. Other
/// intrinsic kernels: conjugate gradients in the eigenvectors of L~_d, preconditioned with the regression for
/// a constant density; a Gaussian of free space likewise in its own. Other free-space kernels: conjugate
/// gradients for rho^1/2 Kf rho^1/2 + lambda.
std::unique_ptr<const FieldRegression> make_field_regression(std::shared_ptr<const FieldKernel> kernel,
                                                             double lambda, const SolverOptions &options);

}  // namespace gammaflow
