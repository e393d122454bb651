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
  double shape_radius(double epsilon) const override { return -std::log(epsilon); }
  double shape_second_moment() const override { return MaternFormulas{0.5, dim()}.second_moment(); }
  double shape_fourier(double w) const override { return MaternFormulas{0.5, dim()}.fourier(w); }
};

const Register<Kernel> registered("Laplace", {"free space, exp(-r / sigma)"},
                                  [](const auto &context) { return std::make_unique<Laplace>(context); });
}  // namespace
}  // namespace gammaflow
