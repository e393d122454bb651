// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/kernels/matern_formulas.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// phi(s) = exp(-s), the Matern kernel of order 1/2.
class Laplace : public RadialKernel
{
 public:
  explicit Laplace(const Context &context)
      : RadialKernel("Laplace", context, MaternFormulas{0.5, context.dim}.integral())
  {
  }

 protected:
  double shape(double s) const override { return std::exp(-s); }
  double shape_slope(double s) const override { return std::exp(-s) / s; }
  void shape_arrays(std::size_t n, double *square, double *value, double *slope) const override
  {
    for (std::size_t i = 0; i < n; ++i) square[i] = -std::sqrt(square[i]);
    exponentials(n, square, value);
    for (std::size_t i = 0; i < n; ++i) slope[i] = -value[i] / square[i];
  }
  ExponentialProfile exponential_shape() const override { return {1, {{1, 0, 0}}, {{1, 0, 0}}}; }
  double shape_radius(double epsilon) const override { return -std::log(epsilon); }
  double shape_second_moment() const override { return MaternFormulas{0.5, dim()}.second_moment(); }
  double shape_fourier(double w) const override { return MaternFormulas{0.5, dim()}.fourier(w); }
};

const Register<Kernel> registered("Laplace", {"free space, exp(-r / sigma)"},
                                  [](const auto &context) { return std::make_unique<Laplace>(context); });
}  // namespace
}  // namespace gammaflow
