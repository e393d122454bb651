// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/counter_random.h>
#include <gammaflow/particles/blob_growth.h>
#include <gammaflow/particles/start.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
/// With e_i = b_i - mean b: at rate |e_i| particle i is killed and a uniformly drawn other one is cloned into
/// its place (e_i > 0), or cloned into the place of such a one (e_i < 0), so that their number stays (Lu, Lu
/// and Nolen, arXiv 1905.09863, algorithm 1). A step is so short that no probability is above 0.1.
class BirthDeathJumps final : public ParticleDynamics
{
 public:
  explicit BirthDeathJumps(const Context &context)
      : growth_(context), seed_(std::uint64_t(context.parameters.integer("particles", "seed")))
  {
  }

  Rate rate(const PointMeasure &x) const override
  {
    return {std::vector<double>(x.coordinates().size()), {}};
  }

  double longest_step(const PointMeasure &x) const override
  {
    double largest = 0;
    for (const double e : growth_.excess(x)) largest = std::max(largest, std::abs(e));
    return 0.1 / largest;
  }

  PointMeasure randomized(const PointMeasure &x, double step, std::uint32_t number) const override
  {
    const std::size_t n = x.size();
    const std::vector<double> excess = growth_.excess(x);
    std::vector<std::size_t> from(n);
    std::iota(from.begin(), from.end(), 0);
    for (std::size_t i = 0; n > 1 && i < n; ++i) {
      CounterRandom random(seed_, jump_stream, i, number);
      if (random.uniform() >= 1 - std::exp(-std::abs(excess[i]) * step)) continue;
      const std::size_t drawn = random.below(n - 1), other = drawn + (drawn >= i ? 1 : 0);
      if (excess[i] > 0)
        from[i] = from[other];
      else
        from[other] = from[i];
    }
    return part_of(x, from);
  }
  double energy(const PointMeasure &x) const override { return growth_.energy(x); }
  std::vector<std::string> description() const override
  {
    return {"kernel of the energy: " + growth_.kernel().description(),
            "noise:    jumps add noise of order N^-1/2 to the mean field"};
  }

 private:
  const BlobGrowth growth_;
  const std::uint64_t seed_;
};

const Register<ParticleDynamics> registered(
    "birth-death jumps",
    ParticleDynamics::Traits("kernelized birth-death: particles are killed and cloned", "blob-KL",
                             "spherical Fisher-Rao")
        .with_random_steps(),
    [](const ParticleDynamics::Context &context) { return std::make_unique<BirthDeathJumps>(context); });
}  // namespace
}  // namespace gammaflow
