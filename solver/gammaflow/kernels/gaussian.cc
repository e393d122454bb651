// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/kernels/kernel.h>

#include <boost/math/constants/constants.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// phi(s) = exp(-s^2/2), the only radial kernel that is a product of functions of one coordinate.
class Gaussian : public RadialKernel
{
 public:
  explicit Gaussian(const Context &context)
      : RadialKernel("Gaussian", context, std::pow(boost::math::double_constants::two_pi, 0.5 * context.dim))
  {
  }
  bool separable() const override { return true; }

 protected:
  double shape(double s) const override { return std::exp(-0.5 * s * s); }
  double shape_slope(double s) const override { return shape(s); }
  void shape_arrays(std::size_t n, double *square, double *value, double *slope) const override
  {
    for (std::size_t i = 0; i < n; ++i) square[i] *= -0.5;
    exponentials(n, square, value);
    std::copy(value, value + n, slope);
  }
  double shape_radius(double epsilon) const override { return std::sqrt(-2 * std::log(epsilon)); }
  double shape_second_moment() const override { return 1; }
  double shape_fourier(double w) const override
  {
    return std::pow(boost::math::double_constants::two_pi, 0.5 * dim()) * std::exp(-0.5 * w * w);
  }
};

const Register<Kernel> registered("Gaussian", {"free space, exp(-r^2 / (2 sigma^2))"},
                                  [](const auto &context) { return std::make_unique<Gaussian>(context); });
}  // namespace
}  // namespace gammaflow
