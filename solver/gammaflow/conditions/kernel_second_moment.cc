// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// Kf = 1 - (m/2) L + ... with m = int x_1^2 k / int k needs a finite second moment m. Without it, a profile
/// with tails r^-(d + a), 0 < a < 2, has the symbol 1 - c (sigma |w|)^a + ...: order a (inverse multiquadric
/// of exponent b: a = 2 b - d).
class KernelSecondMoment final : public Condition
{
 public:
  using Condition::Condition;

  ConditionResult result() const override
  {
    ConditionResult r;
    r.evaluated = "from the kernel's profile";
    const auto *radial = dynamic_cast<const RadialKernel *>(sweep().steps.back().kernel.get());
    if (radial == nullptr || std::isfinite(radial->second_moment())) {
      r.holds = Holds::yes;
      r.sentence = "The kernel has a finite second moment.";
      return r;
    }
    r.holds = Holds::no;
    std::ostringstream out;
    out << "The kernel '" << radial->name() << "' has no second moment in " << radial->dim() << "D";
    if (std::isfinite(radial->integral())) {
      r.value = order_of_symbol(*radial);
      r.threshold = 2;
      r.alternative = orders_by_distance(r.value, r.value, r.value, r.value);
      out.precision(2);
      out << ": away from walls its error is of order " << r.value << " in the bandwidth, not 2.";
    } else
      out << ", nor an integral.";
    r.sentence = out.str();
    r.help = "a kernel whose tails fall faster (Gaussian, Matern, Wendland), or a larger kernel/exponent";
    return r;
  }

 private:
  /// a of 1 - c w^a, from the symbol at small frequencies; its correction is of order 2 - a.
  static double order_of_symbol(const RadialKernel &kernel)
  {
    const double small = 1e-3 / kernel.bandwidth(), whole = kernel.integral();
    const auto lost = [&](double w) { return 1 - kernel.fourier(w) / whole; };
    return std::log(lost(2 * small) / lost(small)) / std::log(2.);
  }
};

const Register<Condition> registered("kernel of finite variance", {"int x_1^2 k(x) dx is finite"},
                                     [](const auto &context) {
                                       return std::make_unique<KernelSecondMoment>(context);
                                     });
}  // namespace
}  // namespace gammaflow
