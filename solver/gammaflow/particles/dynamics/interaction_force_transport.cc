// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/mmd_force.h>
#include <gammaflow/particles/sampler.h>
#include <gammaflow/particles/start.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// Interaction-force transport of MMD (Gladin, Dvurechensky, Mielke and Zhu, NeurIPS 2024), alpha and beta of
/// section `geometry`: a step moves particles by -alpha grad k*(m - pi), then m becomes e^(-beta dt) m + (1 -
/// e^(-beta dt)) pi. That mixture is drawn: each particle is replaced by a draw from pi with the second
/// weight as its probability.
class InteractionForceTransport final : public ParticleDynamics
{
 public:
  explicit InteractionForceTransport(const Context &context)
      : mmd_(context),
        sampler_(context.parameters, "target", *context.space),
        alpha_(context.parameters.number("geometry", "alpha")),
        beta_(context.parameters.number("geometry", "beta")),
        seed_(std::uint64_t(context.parameters.integer("particles", "seed")))
  {
  }

  Rate rate(const PointMeasure &x) const override
  {
    std::vector<double> velocity = mmd_.force(x);
    for (double &v : velocity) v *= alpha_;
    return {std::move(velocity), {}};
  }

  PointMeasure randomized(const PointMeasure &x, double step, std::uint32_t number) const override
  {
    std::vector<double> to = x.coordinates();
    const double probability = -std::expm1(-beta_ * step);
    for (std::size_t i = 0; i < x.size(); ++i) {
      CounterRandom random(seed_, renewal_stream, i, number);
      if (random.uniform() >= probability) continue;
      const Point drawn = sampler_.draw(random);
      for (unsigned d = 0; d < x.dim(); ++d) to[d * x.size() + i] = drawn[d];
    }
    return {x.dim(), std::move(to), x.weights()};
  }
  double energy(const PointMeasure &x) const override { return mmd_.energy(x); }
  std::vector<std::string> description() const override
  {
    return {mmd_.description(),
            "noise:    draws from the target add noise of order N^-1/2 to the mean field"};
  }
  bool keeps_inside() const override { return mmd_.kernel().at_walls(); }

 private:
  const MmdForce mmd_;
  const Sampler sampler_;
  const double alpha_, beta_;
  const std::uint64_t seed_;
};

const Register<ParticleDynamics> registered(
    "IFT",
    ParticleDynamics::Traits("interaction-force transport of the maximum mean discrepancy", "MMD", "IFT")
        .with_random_steps(),
    [](const ParticleDynamics::Context &context) {
      return std::make_unique<InteractionForceTransport>(context);
    });
}  // namespace
}  // namespace gammaflow
