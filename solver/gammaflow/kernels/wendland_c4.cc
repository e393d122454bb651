// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/kernels/wendland_formulas.h>

namespace gammaflow
{
namespace
{
constexpr WendlandFormulas formulas{6, 1, 6, 35. / 3};

/// phi(s) = (1 - s)_+^6 (1 + 6 s + 35 s^2/3), positive definite in up to three dimensions (Wendland 1995);
/// zero beyond r = sigma.
class WendlandC4 : public RadialKernel
{
 public:
  explicit WendlandC4(const Context &context)
      : RadialKernel("Wendland C4", context, formulas.integral(context.dim))
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

const Register<Kernel> registered("Wendland C4",
                                  {"compact support, (1 - r/sigma)_+^6 (1 + 6 r/sigma + 35 r^2/(3 sigma^2))"},
                                  [](const auto &context) { return std::make_unique<WendlandC4>(context); });
}  // namespace
}  // namespace gammaflow
