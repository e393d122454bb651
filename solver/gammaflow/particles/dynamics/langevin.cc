// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/counter_random.h>
#include <gammaflow/particles/particle_dynamics.h>
#include <gammaflow/particles/scores.h>
#include <gammaflow/particles/start.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// dx = grad log pi dt + sqrt(2) dW by the method of Euler and Maruyama; reflected at no-flux walls.
/// Particles do not interact.
class Langevin final : public ParticleDynamics
{
 public:
  explicit Langevin(const Context &context)
      : target_(context.parameters, "target", *context.space),
        domain_(context.domain),
        seed_(std::uint64_t(context.parameters.integer("particles", "seed")))
  {
  }

  Rate rate(const PointMeasure &x) const override { return {scores(target_, x), {}}; }

  PointMeasure randomized(const PointMeasure &x, double step, std::uint32_t number) const override
  {
    std::vector<double> to = x.coordinates();
    const double deviation = std::sqrt(2 * step);
    for (std::size_t i = 0; i < x.size(); ++i) {
      CounterRandom random(seed_, noise_stream, i, number);
      for (unsigned d = 0; d < x.dim(); ++d) {
        double &at = to[d * x.size() + i];
        at += deviation * random.normal();
        if (!domain_.periodic[d]) at = reflected(at, domain_.lower[d], domain_.upper[d]);
      }
    }
    return {x.dim(), std::move(to), x.weights()};
  }
  bool keeps_inside() const override { return true; }

 private:
  static double reflected(double x, double lower, double upper)
  {
    const double length = upper - lower, s = std::fmod(std::abs(x - lower), 2 * length);
    return lower + (s <= length ? s : 2 * length - s);
  }

  const PointwiseDensity target_;
  const Domain domain_;
  const std::uint64_t seed_;
};

const Register<ParticleDynamics> registered(
    "Langevin",
    ParticleDynamics::Traits("independent diffusions in the potential -log pi", "KL", "Wasserstein")
        .with_random_steps(),
    [](const ParticleDynamics::Context &context) { return std::make_unique<Langevin>(context); });
}  // namespace
}  // namespace gammaflow
