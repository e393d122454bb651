// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/finite_rank_field_kernel.h>
#include <gammaflow/kernels/finite_rank.h>

#include <utility>

namespace gammaflow
{
namespace
{
class FiniteRankFieldKernel final : public FieldKernel
{
 public:
  using FieldKernel::FieldKernel;
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    const Component &w = fields().weights(d);
    y.resize(x.size());
    static_cast<const FiniteRankKernel &>(kernel()).apply(
        std::size_t(x.size()), [&](std::size_t q) { return fields().point(d, q); },
        [&](std::size_t q) { return w[q] * x[q]; }, [&](std::size_t q, double value) { y[q] = value; });
  }
  std::string backend() const override { return "moments of each component"; }
  double memory() const override { return 0; }
  /// It has no modes; this serves to precondition only.
  double symbol(double /*lambda*/) const override { return 1; }
};
}  // namespace

std::shared_ptr<const FieldKernel> make_finite_rank_field_kernel(
    std::shared_ptr<const Kernel> kernel, std::shared_ptr<const StaggeredFields> fields)
{
  return std::make_shared<const FiniteRankFieldKernel>(std::move(kernel), std::move(fields));
}

}  // namespace gammaflow
