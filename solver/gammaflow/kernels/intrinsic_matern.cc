// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// g(L) = (1 + l^2 L)^-s, l the bandwidth. For integer s the inverse is a differential operator.
class IntrinsicMatern : public IntrinsicKernel
{
 public:
  explicit IntrinsicMatern(const Context &context)
      : IntrinsicKernel("intrinsic Matern", context),
        smoothness_(context.parameters.number(context.section, "smoothness"))
  {
  }

  SpectralFunction symbol() const override
  {
    return integer() ? SpectralFunction::matern(bandwidth(), int(smoothness_)) : power(-smoothness_);
  }
  SpectralFunction inverse_symbol() const override
  {
    return integer() ? SpectralFunction::inverse_matern(bandwidth(), int(smoothness_)) : power(smoothness_);
  }
  double second_moment() const override { return 2 * smoothness_ * bandwidth() * bandwidth(); }

 private:
  bool integer() const { return smoothness_ == std::floor(smoothness_) && smoothness_ < 100; }
  SpectralFunction power(double exponent) const
  {
    const double square = bandwidth() * bandwidth();
    return SpectralFunction::general(
        [square, exponent](double lambda) { return std::pow(1 + square * lambda, exponent); },
        "(1 + l^2 L)^" + std::to_string(exponent));
  }

  double smoothness_;
};

const Register<Kernel> registered(
    "intrinsic Matern",
    Kernel::Traits("(1 + l^2 L)^-s, L the Laplacian of the domain with its boundary")
        .function_of_the_laplacian(),
    [](const auto &context) { return std::make_unique<IntrinsicMatern>(context); });
}  // namespace
}  // namespace gammaflow
