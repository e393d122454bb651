// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// The distance of the Fisher-Rao geometry K(rho) xi = rho xi: d(a, b) = 2 (int (sqrt a - sqrt b)^2)^(1/2).
class HellingerDistance : public Distance
{
 public:
  explicit HellingerDistance(const Context &context) : space_(context.space) {}

  double between(const Vector &a, const Vector &b) const override
  {
    require_non_negative("Hellinger", *space_, a);
    require_non_negative("Hellinger", *space_, b);
    const double *w = data(space_->weights());
    double sum = 0;
    for (std::size_t i = 0; i < size(a); ++i) {
      const double roots = std::sqrt(data(a)[i]) + std::sqrt(data(b)[i]);
      // sqrt a - sqrt b = (a - b)/(sqrt a + sqrt b) loses nothing when a is close to b.
      if (roots > 0) sum += w[i] * std::pow((data(a)[i] - data(b)[i]) / roots, 2);
    }
    return 2 * std::sqrt(space_->sum(sum));
  }

 private:
  std::shared_ptr<const Space> space_;
};

Distance::Traits traits()
{
  Distance::Traits t;
  t.summary = "2 (int (sqrt a - sqrt b)^2)^(1/2), the distance of Fisher-Rao";
  t.needs_positive = true;
  return t;
}

const Register<Distance> registered("Hellinger", traits(), [](const Distance::Context &context) {
  return std::make_unique<HellingerDistance>(context);
});

}  // namespace
}  // namespace gammaflow
