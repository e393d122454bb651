// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/particle_dynamics.h>
#include <gammaflow/particles/regression.h>
#include <gammaflow/particles/scores.h>

namespace gammaflow
{
namespace
{
/// V = (K/N + lambda)^-1 Phi, Phi the velocity of SVGD, lambda = geometry/ridge (He, Balasubramanian,
/// Sriperumbudur and Lu, arXiv 2211.07861, with lambda = nu/(1-nu) and rates times 1/(1-nu)): particles of
/// the KRR Wasserstein flow of KL.
class KrrTransport final : public ParticleDynamics
{
 public:
  explicit KrrTransport(const Context &context)
      : kernel_(make_particle_kernel(context.parameters, "kernel", context.domain)),
        target_(context.parameters, "target", *context.space),
        ridge_(context.parameters.number("geometry", "ridge"))
  {
    if (const long n = context.parameters.integer("particles", "number"); n > most_for_regression)
      context.parameters.reject("particles", "number", "its matrix has N^2 entries and N^3/3 operations",
                                "up to " + std::to_string(most_for_regression));
  }

  Rate rate(const PointMeasure &x) const override
  {
    std::vector<double> velocity = stein_velocity(*kernel_, x, weighted_scores(target_, x));
    regress(*kernel_, x, ridge_, velocity);
    return {std::move(velocity), {}};
  }
  std::vector<std::string> description() const override { return {"kernel:   " + kernel_->description()}; }
  bool keeps_inside() const override { return kernel_->at_walls(); }

 private:
  const std::shared_ptr<const ParticleKernel> kernel_;
  const PointwiseDensity target_;
  const double ridge_;
};

const Register<ParticleDynamics> registered(
    "KRR transport", {"SVGD regularized by kernel ridge regression", "KL", "KRR Wasserstein"},
    [](const ParticleDynamics::Context &context) { return std::make_unique<KrrTransport>(context); });
}  // namespace
}  // namespace gammaflow
