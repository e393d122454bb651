// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// int k = 1 at every bandwidth of the sweep, so that Kf tends to the identity; k(0) = 1 gives c sigma^d
/// instead, which goes to 0. Intrinsic kernels have g(0) = 1.
class KernelIntegral final : public Condition
{
 public:
  using Condition::Condition;

  ConditionResult result() const override
  {
    ConditionResult r;
    r.threshold = 1e-6;
    r.value = 0;
    double integral = 1;
    for (const auto &step : sweep().steps) {
      const auto *radial = dynamic_cast<const RadialKernel *>(step.kernel.get());
      if (radial == nullptr || std::abs(radial->integral() - 1) <= r.value) continue;
      integral = radial->integral();
      r.value = std::abs(integral - 1);
    }
    r.holds = r.value <= r.threshold ? Holds::yes : Holds::no;
    r.evaluated = "for every bandwidth of the sweep";
    std::ostringstream out;
    out.precision(3);
    if (r.holds == Holds::yes)
      out << "The kernel has unit integral.";
    else
      out << "The kernel's integral is not 1 (it is " << integral
          << " at one of the bandwidths), so that its operator does not tend to the identity.";
    r.sentence = out.str();
    if (r.holds == Holds::no) r.help = "kernel/normalization = unit integral";
    return r;
  }
};

const Register<Condition> registered("kernel of unit integral", {"int k(x) dx = 1 at every bandwidth"},
                                     [](const auto &context) {
                                       return std::make_unique<KernelIntegral>(context);
                                     });
}  // namespace
}  // namespace gammaflow
