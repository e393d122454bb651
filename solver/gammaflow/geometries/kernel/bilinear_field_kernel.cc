// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/bilinear_field_kernel.h>
#include <gammaflow/kernels/bilinear.h>

#include <utility>

namespace gammaflow
{
namespace
{
class BilinearFieldKernel final : public FieldKernel
{
 public:
  using FieldKernel::FieldKernel;
  void apply(unsigned d, const Component &x, Component &y) const override
  {
    const auto &bilinear = static_cast<const BilinearKernel &>(kernel());
    const Component &w = fields().weights(d);
    BilinearKernel::Moments moments;
    for (Eigen::Index q = 0; q < x.size(); ++q) bilinear.add(fields().point(d, q), w[q] * x[q], moments);
    y.resize(x.size());
    for (Eigen::Index q = 0; q < y.size(); ++q) y[q] = bilinear.value(moments, fields().point(d, q));
  }
  std::string backend() const override { return "moments (mass and first moments of each component)"; }
  double memory() const override { return 0; }
  /// It has no modes; this serves to precondition only.
  double symbol(double /*lambda*/) const override { return 1; }
};
}  // namespace

std::shared_ptr<const FieldKernel> make_bilinear_field_kernel(std::shared_ptr<const Kernel> kernel,
                                                              std::shared_ptr<const StaggeredFields> fields)
{
  return std::make_shared<const BilinearFieldKernel>(std::move(kernel), std::move(fields));
}

}  // namespace gammaflow
