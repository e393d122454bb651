// A kernel: kernel/name = two-scale Gaussian.
#include <gammaflow/kernels/kernel.h>

#include <cmath>
#include <memory>

namespace
{
/// phi(s) = (exp(-s^2/2) + exp(-s^2/8)) / 2: the mean of a Gaussian and of one that is twice as wide. A sum
/// of positive definite kernels is one.
class TwoScaleGaussian : public gammaflow::RadialKernel
{
 public:
  explicit TwoScaleGaussian(const Context &context)
      : RadialKernel("two-scale Gaussian", context, (mass(context.dim) + wide(context.dim)) / 2)
  {
  }

 protected:
  double shape(double s) const override { return (std::exp(-s * s / 2) + std::exp(-s * s / 8)) / 2; }
  double shape_radius(double epsilon) const override { return std::sqrt(-8 * std::log(epsilon)); }
  /// Both second moments, 1 and 4, weighted with the masses.
  double shape_second_moment() const override
  {
    return (mass(dim()) + 4 * wide(dim())) / (mass(dim()) + wide(dim()));
  }
  double shape_fourier(double w) const override
  {
    return (mass(dim()) * std::exp(-w * w / 2) + wide(dim()) * std::exp(-2 * w * w)) / 2;
  }

 private:
  /// int exp(-|s|^2/2) over R^d, and int exp(-|s|^2/8).
  static double mass(unsigned d) { return std::pow(2 * M_PI, d / 2.); }
  static double wide(unsigned d) { return std::pow(2., d) * mass(d); }
};

const gammaflow::Register<gammaflow::Kernel> registered(
    "two-scale Gaussian", {"free space, (exp(-r^2/(2 sigma^2)) + exp(-r^2/(8 sigma^2))) / 2"},
    [](const gammaflow::Kernel::Context &context) { return std::make_unique<TwoScaleGaussian>(context); });
}  // namespace
