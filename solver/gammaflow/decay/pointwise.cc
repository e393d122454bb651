// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/decay/bounds.h>
#include <gammaflow/decay/decay_theory.h>
#include <gammaflow/geometries/exact/pointwise.h>

namespace gammaflow
{
namespace
{
/// K is a multiplication, F = int f(rho, pi): each point runs monotonically from rho0 to pi, and sum a_i /
/// sum b_i >= min a_i/b_i. Fisher-Rao: for phi_p with p <= 1/2 the minimum over all densities is 1/(1-p);
/// for KL there is no constant for all densities, but one for those above a multiple of the target.
class Pointwise final : public DecayTheory
{
 public:
  using DecayTheory::DecayTheory;
  std::optional<DecayConstant> constant() const override
  {
    const Geometry &geometry = flow().geometry();
    const Energy &energy = flow().energy();
    const bool multiplies =
        geometry.structure().multiple || dynamic_cast<const PointwiseGeometry *>(&geometry) != nullptr;
    if (!multiplies || !flow().has_target() || flow().energy_kernel() != nullptr ||
        energy.structure().gradient != 0 || energy.structure().nonlocal || flow().forcing() != nullptr ||
        !(flow().space().minimum(flow().target()) > 0) ||
        !(flow().space().minimum(flow().initial_state()) > 0))
      return {};
    const double value = pointwise_constant(
        flow(), [&](const Vector &u, const Vector &xi, Vector &v) { geometry.onsager_apply(u, xi, v); });
    return DecayConstant{value,
                         "At each node the density stays between initial state and target; between them the "
                         "quotient of the integrands is at least " +
                             few_digits(value, 4) + ".",
                         "", ""};
  }
};

const Register<DecayTheory> registered(
    "pointwise",
    {"theta(r) f'(r)^2 >= c f(r) for the densities r between rho0(x) and pi(x), at each point x",
     "Mielke and Zhu, arXiv:2410.20622 (Fisher-Rao, power entropies); the quotient of sums is at least the "
     "smallest quotient of terms"},
    [](const auto &context) { return std::make_unique<Pointwise>(context); });
}  // namespace
}  // namespace gammaflow
