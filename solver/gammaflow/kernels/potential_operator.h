// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <memory>

namespace gammaflow
{
/// G = g(L) L^+ on functions of zero mean, and constants as they are: the metric of the inverse-kernel H-1
/// geometry, for a kernel Kf = g(L) that is a function of the Laplacian (with which it commutes). L^+: the
/// pseudo-inverse. G^-1 = L/g(L) on zero mean, where the kernel has a bounded inverse.
class PotentialOperator final : public KernelOperator
{
 public:
  /// InputError that names section `kernel` where the kernel is no function of the Laplacian.
  PotentialOperator(const Parameters &parameters, std::shared_ptr<const KernelOperator> kernel);

  void apply(const Vector &x, Vector &y) const override;
  /// Of G where the space has every function of L (boxes); else of L^+, which is larger.
  void diagonal(Vector &d) const override;
  bool has_inverse() const override { return base_->has_inverse(); }
  void apply_inverse(const Vector &x, Vector &y) const override;
  std::string backend() const override { return base_->backend() + ", with the inverse Laplacian"; }
  double accuracy() const override { return base_->accuracy(); }
  std::size_t memory() const override { return base_->memory(); }

 private:
  std::shared_ptr<const KernelOperator> base_;
  std::unique_ptr<const SpectralOperator> inverse_laplacian_;
  std::unique_ptr<const SpectralOperator> whole_;  ///< G, where every function of L is at hand
};

/// The kernel as a function of the Laplacian. InputError where it is none; the message says that `purpose`
/// needs one.
const IntrinsicKernel &function_of_laplacian(const Parameters &parameters, const KernelOperator &kernel,
                                             const std::string &purpose);

}  // namespace gammaflow
