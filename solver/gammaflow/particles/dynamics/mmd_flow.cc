// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/mmd_force.h>

namespace gammaflow
{
namespace
{
/// x_i' = -grad k*(m - pi)(x_i) (Arbel, Korba, Salim and Gretton, NeurIPS 2019, without noise): the exact
/// Wasserstein flow of MMD from an atomic measure, in which particles stay particles.
class MmdFlow final : public ParticleDynamics
{
 public:
  explicit MmdFlow(const Context &context) : mmd_(context) {}

  Rate rate(const PointMeasure &x) const override { return {mmd_.force(x), {}}; }
  double energy(const PointMeasure &x) const override { return mmd_.energy(x); }
  std::vector<std::string> description() const override { return {mmd_.description()}; }
  bool keeps_inside() const override { return mmd_.kernel().at_walls(); }

 private:
  const MmdForce mmd_;
};

const Register<ParticleDynamics> registered(
    "MMD flow", {"the Wasserstein flow of the maximum mean discrepancy", "MMD", "Wasserstein"},
    [](const ParticleDynamics::Context &context) { return std::make_unique<MmdFlow>(context); });
}  // namespace
}  // namespace gammaflow
