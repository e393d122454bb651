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
/// phi(s) = (1 + sqrt(3) s) exp(-sqrt(3) s), the Matern kernel of order 3/2.
class Matern32 : public RadialKernel
{
 public:
  explicit Matern32(const Context &context)
      : RadialKernel("Matern 3/2", context, MaternFormulas{1.5, context.dim}.integral())
  {
  }

 protected:
  double shape(double s) const override
  {
    const double t = std::sqrt(3.) * s;
    return (1 + t) * std::exp(-t);
  }
  double shape_slope(double s) const override { return 3 * std::exp(-std::sqrt(3.) * s); }
  void shape_arrays(std::size_t n, double *square, double *value, double *slope) const override
  {
    for (std::size_t i = 0; i < n; ++i) square[i] = -std::sqrt(3. * square[i]);
    exponentials(n, square, value);
    for (std::size_t i = 0; i < n; ++i) {
      const double t = -square[i];
      slope[i] = 3 * value[i];
      value[i] = (1 + t) * value[i];
    }
  }
  ExponentialProfile exponential_shape() const override
  {
    return {std::sqrt(3.), {{1, 1, 0}}, {{0, std::sqrt(3.), 0}}};
  }
  double shape_radius(double epsilon) const override
  {
    return radius_of_decay([this](double s) { return shape(s); }, epsilon);
  }
  double shape_second_moment() const override { return MaternFormulas{1.5, dim()}.second_moment(); }
  double shape_fourier(double w) const override { return MaternFormulas{1.5, dim()}.fourier(w); }
};

const Register<Kernel> registered("Matern 3/2", {"free space, (1 + sqrt(3) r/sigma) exp(-sqrt(3) r/sigma)"},
                                  [](const auto &context) { return std::make_unique<Matern32>(context); });
}  // namespace
}  // namespace gammaflow
