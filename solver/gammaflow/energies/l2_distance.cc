// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>

namespace gammaflow
{
namespace
{
/// F = 1/2 int (u - pi)^2, DF = u - pi, D^2F = 1.
class L2Distance final : public Energy
{
 public:
  explicit L2Distance(const Context &context) : space_(context.space), target_(context.target) {}

  double value(const Vector &u) const override
  {
    Vector difference = space_->zero();
    first_variation(u, difference);
    return 0.5 * space_->inner(difference, difference);
  }

  void first_variation(const Vector &u, Vector &xi) const override
  {
    for (std::size_t i = 0; i < size(u); ++i) data(xi)[i] = data(u)[i] - data(target_)[i];
  }

  void second_variation_apply(const Vector &, const Vector &v, Vector &w) const override { w = v; }
  void second_variation_diagonal(const Vector &, Vector &d) const override { d = 1.; }

 private:
  const std::shared_ptr<const Space> space_;
  const Vector target_;
};

const Register<Energy> registered(
    "L2-distance", Energy::Traits("1/2 int (u - pi)^2", StateDomain::signed_field).with_target_of_any_sign(),
    [](const Energy::Context &c) { return std::make_unique<L2Distance>(c); });
}  // namespace
}  // namespace gammaflow
