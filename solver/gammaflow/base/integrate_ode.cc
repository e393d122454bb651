// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/integrate_ode.h>

#include <boost/numeric/odeint.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
using Numbers = std::vector<double>;
constexpr unsigned most_steps = 100000;

/// Sees the state before each step and at the end: the step control of odeint lets NaN pass, and goes on with
/// steps that do not change the time.
class Watch
{
 public:
  explicit Watch(const std::string &what) : what_(what) {}
  void look(const Numbers &y, double t)
  {
    if (!std::all_of(y.begin(), y.end(), [](double value) { return std::isfinite(value); }))
      fail("the state is not finite", t);
    if (steps_ > 0 && !(t > time_)) fail("the steps become too small", t);
    if (++steps_ > most_steps) fail("more than " + std::to_string(most_steps) + " steps", t);
    time_ = t;
  }
  void end(double last) const
  {
    const double round_off = 4 * std::numeric_limits<double>::epsilon() * std::max(1., std::abs(last));
    if (std::abs(time_ - last) > round_off) fail("the steps become too small", time_);
  }
  [[noreturn]] void fail(const std::string &why, double t) const
  {
    throw NumericalFailure(what_ + ", t = " + few_digits(t, 6) + ": " + why);
  }
  double time() const { return time_; }

 private:
  const std::string what_;
  double time_ = 0;
  unsigned steps_ = 0;
};
}  // namespace

void integrate_ode(const OdeRate &rate, Numbers &y, const OdeSpan &span, const std::string &what)
{
  namespace odeint = boost::numeric::odeint;
  Watch watch(what);
  try {
    odeint::integrate_adaptive(
        odeint::make_controlled<odeint::runge_kutta_fehlberg78<Numbers>>(span.tolerance, span.tolerance),
        rate, y, span.first, span.last, span.first_step,
        [&](const Numbers &now, double t) { watch.look(now, t); });
  } catch (const odeint::odeint_error &error) {
    watch.fail(error.what(), watch.time());
  }
  watch.end(span.last);
}

}  // namespace gammaflow
