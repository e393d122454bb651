// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/kernels/wendland_formulas.h>

namespace gammaflow
{
namespace
{
constexpr WendlandFormulas formulas{4, 1, 4, 0};

/// phi(s) = (1 - s)_+^4 (1 + 4 s), positive definite in up to three dimensions (Wendland 1995); zero
/// beyond r = sigma.
class WendlandC2 : public RadialKernel
{
 public:
  explicit WendlandC2(const Context &context)
      : RadialKernel("Wendland C2", context, formulas.integral(context.dim))
  {
  }
  bool compact() const override { return true; }

 protected:
  double shape(double s) const override { return formulas.value(s); }
  double shape_slope(double s) const override { return formulas.slope(s); }
  double shape_radius(double) const override { return 1; }
  double shape_second_moment() const override { return formulas.second_moment(dim()); }
  double shape_fourier(double w) const override { return formulas.fourier(dim(), w); }
};

const Register<Kernel> registered("Wendland C2", {"compact support, (1 - r/sigma)_+^4 (1 + 4 r/sigma)"},
                                  [](const auto &context) { return std::make_unique<WendlandC2>(context); });
}  // namespace
}  // namespace gammaflow
