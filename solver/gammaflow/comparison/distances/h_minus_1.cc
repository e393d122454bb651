// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/spaces/laplacian_calculus.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// The norm of H^-1 of a difference of zero mean, dual to the seminorm of H^1:
///   d(a, b)^2 = <a - b, L^+ (a - b)>,  L^+ the pseudo-inverse of the space's Laplacian,
/// that is int |grad phi|^2 with -lap phi = a - b and no flux (or periodic).
class HMinus1Distance : public Distance
{
 public:
  explicit HMinus1Distance(const Context &context)
      : space_(context.space), inverse_(space_->laplacian().prepare(SpectralFunction::pseudo_inverse()))
  {
  }

  double between(const Vector &a, const Vector &b) const override
  {
    require_equal_mass("H-1", *space_, a, b);
    Vector difference = a;
    difference -= b;
    // What is left of the mean is below the tolerance of the masses: not a part of the distance.
    difference.add(-space_->integrate(difference) / space_->volume());
    Vector phi = space_->zero();
    inverse_->apply(difference, phi);
    const double square = space_->inner(difference, phi);
    const double scale = space_->norm(difference) * space_->norm(phi);
    if (!(square >= -1e2 * inverse_->accuracy() * scale)) {
      std::ostringstream message;
      message << "H-1: <d, L^+ d> = " << square << " is negative or not a number";
      throw NumericalFailure(message.str());
    }
    return std::sqrt(std::max(square, 0.0));
  }

 private:
  std::shared_ptr<const Space> space_;
  std::unique_ptr<const SpectralOperator> inverse_;
};

Distance::Traits traits()
{
  Distance::Traits t;
  t.summary = "<a - b, L^-1 (a - b)>^(1/2), L the Laplacian of the space, for equal masses";
  t.needs_equal_mass = true;
  return t;
}

const Register<Distance> registered("H-1", traits(), [](const Distance::Context &context) {
  return std::make_unique<HMinus1Distance>(context);
});

}  // namespace
}  // namespace gammaflow
