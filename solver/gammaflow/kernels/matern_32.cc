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
