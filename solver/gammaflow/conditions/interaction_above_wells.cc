// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/conditions/condition.h>
#include <gammaflow/kernels/kernel_symbol.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
/// Nonlocal Ginzburg-Landau: (2 kappa/m)((k*1) u - k*u) + f'(u) holds interfaces smooth where 2 kappa/m + f''
/// > 0; beyond that u may jump, and is not near a smooth limit. f'' at the states of the limit flow.
class InteractionAboveWells final : public Condition
{
 public:
  using Condition::Condition;

  void look_at(const ConditionMoment &moment) override
  {
    kappa_ = moment.kappa;
    least_ = std::min(least_, moment.least_curvature);
  }

  ConditionResult result() const override
  {
    ConditionResult r;
    r.threshold = 1;
    const double widest = measure(0), narrowest = measure(sweep().steps.size() - 1);
    r.value = widest;
    r.holds = widest < 1 ? Holds::yes : narrowest < 1 ? Holds::undecided : Holds::no;
    std::ostringstream out;
    out.precision(3);
    out << "m |min f''|/(2 kappa) is " << widest << " at the largest bandwidth and " << narrowest
        << " at the smallest, f'' at least " << least_ << " on the limit flow";
    out << (r.holds == Holds::yes ? ": interfaces are smooth." : ": where it exceeds 1 the state may jump.");
    r.sentence = out.str();
    if (r.holds != Holds::yes) r.help = "smaller bandwidths, or a larger energy/kappa";
    return r;
  }

 private:
  double measure(std::size_t step) const
  {
    const double m = 2 * squared_width(*sweep().steps[step].kernel);
    return kappa_ > 0 ? m * std::max(0., -least_) / (2 * kappa_) : std::nan("");
  }

  double kappa_ = 0, least_ = 0;
};

const Register<Condition> registered(
    "interaction above the wells",
    {"m < 2 kappa/|min f''|: the nonlocal interaction holds interfaces smooth"},
    [](const auto &context) { return std::make_unique<InteractionAboveWells>(context); });
}  // namespace
}  // namespace gammaflow
