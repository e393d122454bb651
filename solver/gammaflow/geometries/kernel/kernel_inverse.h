// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/kernels/kernel_operator.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// y = (Kf + shift)^-1 x:
///  * shift = 0 and Kf with a bounded inverse: that;
///  * shift > 0 and an intrinsic kernel g(L) on a space with an exact calculus: 1/(g + shift) of L;
///  * otherwise conjugate gradients to |x - (Kf + shift) y| <= tolerance |x| in L2. With shift = 0 and a
///  smooth
///    kernel this is an ill-posed problem, which converges for x in the range of the kernel and is a
///    NumericalFailure for others.
class KernelInverse
{
 public:
  KernelInverse(std::shared_ptr<const KernelOperator> kernel, double shift, const SolverOptions &options,
                const std::string &purpose);

  /// Returns the iterations.
  unsigned apply(const Vector &x, Vector &y) const;
  /// <x, (Kf + shift)^-1 x>: without shift the squared norm of x in the reproducing kernel space.
  double quadratic_form(const Vector &x) const;
  const KernelOperator &kernel() const { return *kernel_; }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  double shift_;
  SolverOptions options_;
  std::string purpose_;
  std::unique_ptr<const SpectralOperator> spectral_;
};

}  // namespace gammaflow
