// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/bessel.hpp>

#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();

/// phi(s) = (1 + s^2)^-b. Slow decay: the integral exists for 2b > d, the second moment for 2b > d + 2.
class InverseMultiquadric : public RadialKernel
{
 public:
  explicit InverseMultiquadric(const Context &context)
      : RadialKernel("inverse multiquadric", context, shape_integral(exponent(context), context.dim)),
        exponent_(exponent(context))
  {
  }

 protected:
  double shape(double s) const override { return std::pow(1 + s * s, -exponent_); }
  double shape_slope(double s) const override { return 2 * exponent_ * std::pow(1 + s * s, -exponent_ - 1); }
  double shape_radius(double epsilon) const override
  {
    return std::sqrt(std::pow(epsilon, -1 / exponent_) - 1);
  }
  double shape_second_moment() const override
  {
    const double excess = 2 * exponent_ - dim() - 2;
    return excess > 0 ? 1 / excess : infinity;
  }
  /// 2 pi^(d/2) / Gamma(b) (w/2)^(b - d/2) K_(d/2 - b)(w), Wendland, Scattered Data Approximation, Thm 6.13;
  /// the integral at w = 0.
  double shape_fourier(double w) const override
  {
    using boost::math::double_constants::pi;
    if (w < 1e-8) return shape_integral(exponent_, dim());
    const double order = exponent_ - 0.5 * dim();
    return 2 * std::pow(pi, 0.5 * dim()) / std::tgamma(exponent_) * std::pow(0.5 * w, order) *
           boost::math::cyl_bessel_k(std::abs(order), w);
  }

 private:
  static double exponent(const Context &context)
  {
    return context.parameters.number(context.section, "exponent");
  }
  /// pi^(d/2) Gamma(b - d/2) / Gamma(b)
  static double shape_integral(double b, unsigned dim)
  {
    using boost::math::double_constants::pi;
    const double order = b - 0.5 * dim;
    return order > 0 ? std::pow(pi, 0.5 * dim) * std::tgamma(order) / std::tgamma(b) : infinity;
  }

  double exponent_;
};

const Register<Kernel> registered("inverse multiquadric", {"free space, (1 + r^2/sigma^2)^-exponent"},
                                  [](const auto &context) {
                                    return std::make_unique<InverseMultiquadric>(context);
                                  });
}  // namespace
}  // namespace gammaflow
