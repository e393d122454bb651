// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/kernels/backend_choice.h>
#include <gammaflow/kernels/boundary_normalization.h>
#include <gammaflow/kernels/dense_operator.h>
#include <gammaflow/kernels/elliptic_operator.h>
#include <gammaflow/kernels/fft_operator.h>
#include <gammaflow/kernels/positive_sums.h>
#include <gammaflow/kernels/separable_operator.h>
#include <gammaflow/kernels/sparse_operator.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace gammaflow
{
namespace
{
/// Images are summed as far as numbers go.
constexpr double all_images = 1e-290;

const EllipticOperator *elliptic(const KernelOperator &op)
{
  if (const auto *normalized = dynamic_cast<const BoundaryNormalization *>(&op))
    return elliptic(normalized->plain());
  return dynamic_cast<const EllipticOperator *>(&op);
}

double error_of(const KernelOperator &op, const Vector &x)
{
  const Space &space = op.space();
  if (const auto *normalized = dynamic_cast<const BoundaryNormalization *>(&op)) {
    Vector scaled = x;
    as_eigen(scaled).array() *= as_eigen(normalized->factor()).array();
    return error_of(normalized->plain(), scaled) * as_eigen(normalized->factor()).maxCoeff();
  }
  if (const auto *fft = dynamic_cast<const FftOperator *>(&op)) return fft->round_off(x);
  if (op.kernel().intrinsic()) {  // |g| <= 1 in the norm of the pairing
    double least = std::numeric_limits<double>::infinity();
    for (const double w : space.weights()) least = std::min(least, w);
    const double digits =
        std::numeric_limits<double>::epsilon() * std::log2(2. * double(space.n_global_nodes()));
    return digits * space.norm(x) / std::sqrt(space.minimum(least));
  }
  // At degree 1 the matrix is an M-matrix: off the diagonal, the factor L has no positive entry (nor have the
  // fill-ins of a period), so solving adds positive numbers only.
  if (elliptic(op)) return 0;
  const auto &radial = dynamic_cast<const RadialKernel &>(op.kernel());
  if (radial.compact() || !dynamic_cast<const SparseOperator *>(&op)) return 0;
  Vector absolute = x;
  for (double &value : absolute) value = std::abs(value);
  return op.accuracy() * radial.profile(0) * space.integrate(absolute);  // tails that are left out
}

std::shared_ptr<const KernelOperator> by_sums(const std::shared_ptr<const KernelOperator> &op,
                                              double memory_mib)
{
  if (const auto *normalized = dynamic_cast<const BoundaryNormalization *>(op.get())) {
    auto plain = by_sums(normalized->shared_plain(), memory_mib);
    return plain ? normalized->with(std::move(plain)) : nullptr;
  }
  const auto radial = std::dynamic_pointer_cast<const RadialKernel>(op->shared_kernel());
  if (!radial || elliptic(*op)) return nullptr;  // sums over nodes are another discretization
  const auto space = op->shared_space();
  const auto fits = [&](const char *backend, double tolerance) {
    return why_not(backend, *radial, *space).empty() &&
           estimated_bytes(backend, *radial, *space, tolerance) <= 1048576 * memory_mib;
  };
  if (radial->separable() && fits("separable", all_images))
    return std::make_shared<SeparableOperator>(radial, space, all_images);
  if (radial->compact() && fits("sparse", 1e-12)) {
    KernelOperatorOptions options;
    options.memory_mib = memory_mib;
    return std::make_shared<SparseOperator>(radial, space, options);
  }
  if (fits("dense", all_images)) return std::make_shared<DenseOperator>(radial, space, all_images);
  return nullptr;
}
}  // namespace

PositiveSums::PositiveSums(std::shared_ptr<const KernelOperator> kernel, const double memory_mib)
    : kernel_(std::move(kernel)), memory_mib_(memory_mib)
{
  if (elliptic(*kernel_) && kernel_->space().degree() > 1)
    throw InputError("key 'operator' of the kernel", "elliptic",
                     "something is divided by averages with the kernel, and elements of degree " +
                         std::to_string(kernel_->space().degree()) +
                         " may give negative ones in the tails of a density",
                     "domain/degree = 1, or another operator");
}

double PositiveSums::error(const Vector &x) const
{
  return error_of(*kernel_, x);
}

const KernelOperator *PositiveSums::exact() const
{
  std::call_once(tried_, [this] { exact_ = by_sums(kernel_, memory_mib_); });
  return exact_.get();
}

}  // namespace gammaflow
