// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/kernels/potential_operator.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// The distance of the inverse-kernel H-1 geometry, between states of equal mass, d = a - b:
///   norm   <d, Kf L^+ d> = min { <j, Kf j> : -div j = d },
///   dual   sup over zeta of 2 <zeta, d> - <grad zeta, Kf^-1 grad zeta>.
/// The metric does not depend on the state, so that by Jensen's inequality the best curve is a straight line
/// and its potential a constant: the dual is static. With zeta = Kf w the supremum is that of
/// 2 <Kf w, d> - <w, L Kf w>, where no inverse of a kernel is applied, and is reached at L w = d. Both are
/// computed, and must agree.
class InverseKernelHMinus1Distance : public Distance
{
 public:
  explicit InverseKernelHMinus1Distance(const Context &context)
      : space_(context.space), kernel_(context.kernel)
  {
    if (!kernel_ || !kernel_->kernel().intrinsic())
      throw InputError("distance inverse-kernel H-1", kernel_ ? kernel_->kernel().name() : "",
                       "it needs a kernel that is a function of the Laplacian",
                       "intrinsic Gaussian, intrinsic Matern");
    inverse_ = space_->laplacian().prepare(SpectralFunction::pseudo_inverse());
  }

  double between(const Vector &a, const Vector &b) const override
  {
    require_equal_mass("inverse-kernel H-1", *space_, a, b);
    Vector d = a;
    d -= b;
    // What is left of the mean is below the tolerance of the masses: not a part of the distance.
    d.add(-space_->integrate(d) / space_->volume());
    Vector w = space_->zero(), zeta = w, flux = w;
    inverse_->apply(d, w);
    kernel_->apply(w, zeta);
    const double norm = space_->inner(d, zeta);
    space_->laplacian().laplacian(w, flux);
    const double dual = 2 * norm - space_->inner(flux, zeta);
    const double scale = space_->norm(d) * space_->norm(w);
    const double allowed = 1e2 * std::max(inverse_->accuracy(), kernel_->accuracy()) * scale;
    if (!(norm >= -allowed) || !(std::abs(dual - norm) <= allowed + 1e-6 * norm)) {
      std::ostringstream message;
      message.precision(12);
      message << "inverse-kernel H-1: the squared distance is " << norm << " as a norm and " << dual
              << " by its dual";
      throw NumericalFailure(message.str());
    }
    return std::sqrt(std::max(norm, 0.));
  }

 private:
  std::shared_ptr<const Space> space_;
  std::shared_ptr<const KernelOperator> kernel_;
  std::unique_ptr<const SpectralOperator> inverse_;
};

Distance::Traits traits()
{
  Distance::Traits t;
  t.summary =
      "<a - b, Kf L^-1 (a - b)>^(1/2), for equal masses, Kf the kernel of the flow, a function of the "
      "Laplacian L";
  t.needs_kernel = true;
  t.needs_intrinsic_kernel = true;
  t.needs_equal_mass = true;
  return t;
}

const Register<Distance> registered("inverse-kernel H-1", traits(), [](const Distance::Context &context) {
  return std::make_unique<InverseKernelHMinus1Distance>(context);
});

}  // namespace
}  // namespace gammaflow
