// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/comparison/distances/distance.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// The maximum mean discrepancy: d(a, b)^2 = <a - b, Kf (a - b)> = int int k(x, y) (a - b)(x) (a - b)(y).
class MMDDistance : public Distance
{
 public:
  explicit MMDDistance(const Context &context) : space_(context.space), kernel_(context.kernel)
  {
    if (!kernel_) throw InputError("distance MMD", "", "it needs a kernel, and there is none", "");
  }

  double between(const Vector &a, const Vector &b) const override
  {
    Vector difference = a;
    difference -= b;
    Vector smoothed = space_->zero();
    kernel_->apply(difference, smoothed);
    const double square = space_->inner(difference, smoothed);
    const double scale = space_->norm(difference) * space_->norm(smoothed);
    // Kf is positive semi-definite up to the accuracy with which it is applied.
    if (!(square >= -1e2 * kernel_->accuracy() * scale)) {
      std::ostringstream message;
      message << "MMD: <d, Kf d> = " << square << " is negative or not a number";
      throw NumericalFailure(message.str());
    }
    return std::sqrt(std::max(square, 0.0));
  }

 private:
  std::shared_ptr<const Space> space_;
  std::shared_ptr<const KernelOperator> kernel_;
};

Distance::Traits traits()
{
  Distance::Traits t;
  t.summary = "(int int k(x,y) (a - b)(x) (a - b)(y))^(1/2), k the kernel of the flow";
  t.needs_kernel = true;
  return t;
}

const Register<Distance> registered("MMD", traits(), [](const Distance::Context &context) {
  return std::make_unique<MMDDistance>(context);
});

}  // namespace
}  // namespace gammaflow
