// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/radial_discrepancy.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The maximum mean discrepancy (int int k(x, y) s(x) s(y))^(1/2), s = density - particles (Gretton et al.,
/// JMLR 13, 2012). For any registered profile.
class ParticleMmd final : public ParticleDistance
{
 public:
  explicit ParticleMmd(const Context &context)
      : kernel_(context.kernel),
        discrepancy_(context, std::make_shared<RadialProfile>(
                                  [k = context.kernel](double r) { return k->profile(r); },
                                  context.kernel->bandwidth(), box_diameter(*context.space)))
  {
  }
  Value to(const PointMeasure &particles) const override { return discrepancy_.to(particles); }

  /// |s|_k^2 <= k(0) |s|_L1^2, and <= int k |s|_L2^2, the largest value of the symbol.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    std::optional<double> best;
    if (const auto l1 = bars("L1")) best = smaller(best, std::sqrt(kernel_->profile(0)) * *l1);
    if (const auto l2 = bars("L2"); l2 && std::isfinite(kernel_->integral()))
      best = smaller(best, std::sqrt(kernel_->integral()) * *l2);
    return best;
  }

 private:
  std::shared_ptr<const RadialKernel> kernel_;
  RadialDiscrepancy discrepancy_;
};

ParticleDistance::Traits traits()
{
  ParticleDistance::Traits t;
  t.summary = "(int int k(x,y) s(x) s(y))^(1/2), s = density - particles, k a kernel of the user's choice";
  t.needs_kernel = true;
  t.root_rate = true;
  return t;
}

const Register<ParticleDistance> registered("MMD", traits(), [](const auto &context) {
  return std::make_unique<ParticleMmd>(context);
});
}  // namespace
}  // namespace gammaflow
