// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/particles/kernel_sums.h>
#include <gammaflow/particles/particle_dynamics.h>
#include <gammaflow/particles/scores.h>

namespace gammaflow
{
namespace
{
/// x_i' = sum_j w_j [k(x_i, x_j) grad log pi(x_j) + grad_(x_j) k(x_i, x_j)], w_j = 1/N (Liu and Wang, NIPS
/// 2016): particles of the Stein flow of KL.
class Svgd final : public ParticleDynamics
{
 public:
  explicit Svgd(const Context &context)
      : kernel_(make_particle_kernel(context.parameters, "kernel", context.domain)),
        target_(context.parameters, "target", *context.space)
  {
  }

  Rate rate(const PointMeasure &x) const override
  {
    return {stein_velocity(*kernel_, x, weighted_scores(target_, x)), {}};
  }
  std::vector<std::string> description() const override { return {"kernel:   " + kernel_->description()}; }
  bool keeps_inside() const override { return kernel_->at_walls(); }

 private:
  const std::shared_ptr<const ParticleKernel> kernel_;
  const PointwiseDensity target_;
};

const Register<ParticleDynamics> registered("SVGD",
                                            {"Stein variational gradient descent", "KL", "Stein Wasserstein"},
                                            [](const ParticleDynamics::Context &context) {
                                              return std::make_unique<Svgd>(context);
                                            });
}  // namespace
}  // namespace gammaflow
