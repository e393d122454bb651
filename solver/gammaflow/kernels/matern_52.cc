// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/kernels/matern_formulas.h>
#include <gammaflow/kernels/radial_integrals.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// phi(s) = (1 + sqrt(5) s + 5 s^2/3) exp(-sqrt(5) s), the Matern kernel of order 5/2.
class Matern52 : public RadialKernel
{
 public:
  explicit Matern52(const Context &context)
      : RadialKernel("Matern 5/2", context, MaternFormulas{2.5, context.dim}.integral())
  {
  }

 protected:
  double shape(double s) const override
  {
    const double t = std::sqrt(5.) * s;
    return (1 + t + t * t / 3) * std::exp(-t);
  }
  double shape_slope(double s) const override
  {
    const double t = std::sqrt(5.) * s;
    return 5. / 3 * (1 + t) * std::exp(-t);
  }
  void shape_arrays(std::size_t n, double *square, double *value, double *slope) const override
  {
    for (std::size_t i = 0; i < n; ++i) square[i] = -std::sqrt(5. * square[i]);
    exponentials(n, square, value);
    for (std::size_t i = 0; i < n; ++i) {
      const double t = -square[i];
      slope[i] = 5. / 3 * (1 + t) * value[i];
      value[i] = (1 + t + t * t / 3) * value[i];
    }
  }
  ExponentialProfile exponential_shape() const override
  {
    return {std::sqrt(5.), {{1, 1, 1. / 3}}, {{0, std::sqrt(5.) / 3, std::sqrt(5.) / 3}}};
  }
  double shape_radius(double epsilon) const override
  {
    return radius_of_decay([this](double s) { return shape(s); }, epsilon);
  }
  double shape_second_moment() const override { return MaternFormulas{2.5, dim()}.second_moment(); }
  double shape_fourier(double w) const override { return MaternFormulas{2.5, dim()}.fourier(w); }
};

const Register<Kernel> registered(
    "Matern 5/2", {"free space, (1 + sqrt(5) r/sigma + 5 r^2/(3 sigma^2)) exp(-sqrt(5) r/sigma)"},
    [](const auto &context) { return std::make_unique<Matern52>(context); });
}  // namespace
}  // namespace gammaflow
