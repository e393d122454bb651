// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <utility>

namespace gammaflow
{
/// d k d, symmetric again, in front of any backend, where a free-space kernel loses mass at the boundary:
///   symmetric  d = q^-1/2, q = Kf 1
///   sinkhorn   d (Kf d) = 1, so that constants are reproduced: the limit of d <- sqrt(d / Kf d)
class BoundaryNormalization : public KernelOperator
{
 public:
  /// `kind`: "symmetric" or "sinkhorn". Requires Kf 1 > 0 at every node. NumericalFailure where Sinkhorn's
  /// iteration does not reach d (Kf d) = 1 in 100 steps.
  BoundaryNormalization(std::shared_ptr<const KernelOperator> plain, const std::string &kind);
  /// With the nodal values of d given; nothing is solved.
  BoundaryNormalization(std::shared_ptr<const KernelOperator> plain, std::string kind, Vector factor);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  bool has_inverse() const override { return plain_->has_inverse(); }
  void apply_inverse(const Vector &x, Vector &y) const override;
  std::string backend() const override { return plain_->backend() + " with " + kind_ + " boundary"; }
  double accuracy() const override { return 2 * plain_->accuracy(); }
  std::size_t memory() const override { return plain_->memory() + sizeof(double) * size(factor_); }

  const Vector &factor() const { return factor_; }  ///< nodal values of d
  const KernelOperator &plain() const { return *plain_; }
  const std::shared_ptr<const KernelOperator> &shared_plain() const { return plain_; }
  /// The same factors in front of another operator of the same kernel.
  std::shared_ptr<const BoundaryNormalization> with(std::shared_ptr<const KernelOperator> other) const
  {
    return std::make_shared<BoundaryNormalization>(std::move(other), kind_, factor_);
  }

 private:
  void sinkhorn();

  std::shared_ptr<const KernelOperator> plain_;
  std::string kind_;
  Vector factor_;
};

}  // namespace gammaflow
