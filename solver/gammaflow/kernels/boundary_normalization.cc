// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/kernels/boundary_normalization.h>

#include <cmath>

namespace gammaflow
{
BoundaryNormalization::BoundaryNormalization(std::shared_ptr<const KernelOperator> plain,
                                             const std::string &kind)
    : KernelOperator(plain->shared_kernel(), plain->shared_space()),
      plain_(plain),
      kind_(kind),
      factor_(space_->zero())
{
  Vector one = space_->zero();
  as_eigen(one).setOnes();
  plain_->apply(one, factor_);
  as_eigen(factor_) = as_eigen(factor_).cwiseSqrt().cwiseInverse().eval();
  if (kind_ == "sinkhorn") sinkhorn();
}

BoundaryNormalization::BoundaryNormalization(std::shared_ptr<const KernelOperator> plain, std::string kind,
                                             Vector factor)
    : KernelOperator(plain->shared_kernel(), plain->shared_space()),
      plain_(plain),
      kind_(std::move(kind)),
      factor_(std::move(factor))
{
}

void BoundaryNormalization::sinkhorn()
{
  // In log d the linearized iteration is (1 - P)/2 with P stochastic and positive semi-definite: the error at
  // least halves in each step.
  constexpr unsigned most = 100;
  constexpr double wanted = 1e-14, round_off = 1e-12;
  Vector kd = space_->zero();
  double last = std::numeric_limits<double>::infinity();
  for (unsigned i = 0; i < most; ++i) {
    plain_->apply(factor_, kd);
    auto d = as_eigen(factor_).array();
    const double error = (d * as_eigen(kd).array() - 1).abs().maxCoeff();
    if (error <= wanted || (error < round_off && error >= 0.9 * last)) return;
    if (!std::isfinite(error)) break;
    last = error;
    d = (d / as_eigen(kd).array()).sqrt().eval();
  }
  throw NumericalFailure("kernel '" + kernel().name() +
                         "': the Sinkhorn iteration for d k d 1 = 1 stays at " + std::to_string(last) +
                         " after " + std::to_string(most) + " steps");
}

void BoundaryNormalization::apply(const Vector &x, Vector &y) const
{
  Vector scaled = x;
  as_eigen(scaled).array() *= as_eigen(factor_).array();
  plain_->apply(scaled, y);
  as_eigen(y).array() *= as_eigen(factor_).array();
}

void BoundaryNormalization::apply_inverse(const Vector &x, Vector &y) const
{
  Vector scaled = x;
  as_eigen(scaled).array() /= as_eigen(factor_).array();
  plain_->apply_inverse(scaled, y);
  as_eigen(y).array() /= as_eigen(factor_).array();
}

void BoundaryNormalization::diagonal(Vector &d) const
{
  plain_->diagonal(d);
  as_eigen(d).array() *= as_eigen(factor_).array().square();
}

}  // namespace gammaflow
