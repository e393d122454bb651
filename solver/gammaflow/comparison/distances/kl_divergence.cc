// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/comparison/distances/kl_divergence.h>

#include <boost/math/special_functions/log1p.hpp>

#include <cmath>
#include <limits>

namespace gammaflow
{
/// To round-off relative to its own value, which is (a - b)^2/(2 b) for a close to
/// b: with r = (a - b)/b it is b ((1 + r) log(1 + r) - r) = b ((1 + r) (log(1 + r) - r) + r^2).
double kl_integrand(double a, double b)
{
  if (a == 0) return b;
  if (b == 0) return std::numeric_limits<double>::infinity();
  const double r = (a - b) / b;
  if (std::abs(r) < 0.5) return b * ((1 + r) * boost::math::log1pmx(r) + r * r);
  return a * std::log(a / b) - a + b;
}

namespace
{
/// KL(a | b) = int a log(a/b) - a + b, the arguments swapped for the reverse one.
class KLDivergence : public Distance
{
 public:
  KLDivergence(const Context &context, bool reverse) : space_(context.space), reverse_(reverse) {}

  double between(const Vector &a, const Vector &b) const override
  {
    require_non_negative(reverse_ ? "reverse KL" : "KL", *space_, a);
    require_non_negative(reverse_ ? "reverse KL" : "KL", *space_, b);
    const double *w = data(space_->weights());
    const double *first = data(reverse_ ? b : a);
    const double *second = data(reverse_ ? a : b);
    double sum = 0;
    for (std::size_t i = 0; i < size(a); ++i) sum += w[i] * kl_integrand(first[i], second[i]);
    return space_->sum(sum);
  }

 private:
  std::shared_ptr<const Space> space_;
  bool reverse_;
};

Distance::Traits traits(const std::string &summary)
{
  Distance::Traits t;
  t.summary = summary;
  t.needs_positive = true;
  t.metric_power = 0.5;
  return t;
}

const Register<Distance> kl("KL", traits("int a log(a/b) - a + b"), [](const Distance::Context &context) {
  return std::make_unique<KLDivergence>(context, false);
});
const Register<Distance> reverse_kl("reverse KL", traits("int b log(b/a) - b + a"),
                                    [](const Distance::Context &context) {
                                      return std::make_unique<KLDivergence>(context, true);
                                    });

}  // namespace
}  // namespace gammaflow
