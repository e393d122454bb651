// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

namespace gammaflow
{
/// Kf = g(L) of an intrinsic kernel, by the calculus of the space's own Laplacian L. It has an inverse where
/// the kernel's bounded_inverse() is true.
class CalculusOperator : public KernelOperator
{
 public:
  CalculusOperator(std::shared_ptr<const IntrinsicKernel> kernel, std::shared_ptr<const Space> space);

  void apply(const Vector &x, Vector &y) const override { forward_->apply(x, y); }
  void diagonal(Vector &d) const override { forward_->diagonal(d); }
  bool has_inverse() const override { return inverse_ != nullptr; }
  void apply_inverse(const Vector &x, Vector &y) const override;
  std::string backend() const override;
  double accuracy() const override { return std::max(1e-12, forward_->accuracy()); }
  std::size_t memory() const override;

 private:
  std::unique_ptr<const SpectralOperator> forward_, inverse_;
  std::string label_;
};

}  // namespace gammaflow
