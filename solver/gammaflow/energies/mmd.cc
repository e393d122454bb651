// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/energy.h>

#include <stdexcept>

namespace gammaflow
{
namespace
{
/// F = 1/2 <u - pi, Kf (u - pi)>, DF = Kf (u - pi), D^2F = Kf: half the squared maximum mean discrepancy of
/// the kernel of section `energy kernel` (Gretton et al., JMLR 13, 2012), here of densities of any mass and
/// sign.
class MaximumMeanDiscrepancy final : public Energy
{
 public:
  explicit MaximumMeanDiscrepancy(const Context &context)
      : space_(context.space), target_(context.target), kernel_(context.kernel)
  {
    if (kernel_ == nullptr) throw std::logic_error("the energy MMD was built without its kernel operator");
  }

  double value(const Vector &u) const override
  {
    Vector eta = space_->zero(), xi = space_->zero();
    difference(u, eta);
    kernel_->apply(eta, xi);
    return 0.5 * space_->inner(eta, xi);
  }

  void first_variation(const Vector &u, Vector &xi) const override
  {
    Vector eta = space_->zero();
    difference(u, eta);
    kernel_->apply(eta, xi);
  }

  void second_variation_apply(const Vector &, const Vector &v, Vector &w) const override
  {
    kernel_->apply(v, w);
  }
  void second_variation_diagonal(const Vector &, Vector &d) const override { kernel_->diagonal(d); }
  SecondVariationStructure structure() const override { return {0, true}; }

  /// DF = Kf eta with eta = u - pi: the geometry MMD with the same kernel needs no inverse, u' = -(u - pi).
  const KernelOperator *kernel_preimage(const Vector &u, Vector &eta) const override
  {
    difference(u, eta);
    return kernel_.get();
  }

 private:
  void difference(const Vector &u, Vector &eta) const
  {
    for (std::size_t i = 0; i < size(u); ++i) data(eta)[i] = data(u)[i] - data(target_)[i];
  }

  const std::shared_ptr<const Space> space_;
  const Vector target_;
  const std::shared_ptr<const KernelOperator> kernel_;
};

const Register<Energy> registered(
    "MMD",
    Energy::Traits("1/2 int int k(x,y) (rho-pi)(x) (rho-pi)(y), k = section `energy kernel`",
                   StateDomain::signed_field)
        .with_kernel()
        .with_target_of_any_sign(),
    [](const Energy::Context &c) { return std::make_unique<MaximumMeanDiscrepancy>(c); });
}  // namespace
}  // namespace gammaflow
