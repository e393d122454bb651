// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// g(L) = exp(-sigma^2 L / 2): the heat semigroup of the domain at time sigma^2/2.
class IntrinsicGaussian : public IntrinsicKernel
{
 public:
  explicit IntrinsicGaussian(const Context &context) : IntrinsicKernel("intrinsic Gaussian", context) {}

  SpectralFunction symbol() const override { return SpectralFunction::heat(0.5 * bandwidth() * bandwidth()); }
  SpectralFunction inverse_symbol() const override
  {
    const double time = 0.5 * bandwidth() * bandwidth();
    return SpectralFunction::general([time](double lambda) { return std::exp(time * lambda); },
                                     "exp(sigma^2 L / 2)");
  }
  bool bounded_inverse() const override { return false; }
  double second_moment() const override { return bandwidth() * bandwidth(); }
};

const Register<Kernel> registered(
    "intrinsic Gaussian",
    Kernel::Traits("exp(-sigma^2 L / 2), L the Laplacian of the domain with its boundary")
        .function_of_the_laplacian(),
    [](const auto &context) { return std::make_unique<IntrinsicGaussian>(context); });
}  // namespace
}  // namespace gammaflow
