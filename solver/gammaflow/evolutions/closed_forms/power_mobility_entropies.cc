// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/log_ratio_relaxation.h>

namespace gammaflow
{
namespace
{
/// Mobility rho^q and the energy phi_p with p = 2 - q: rho' = -rho^q (s^(1-q) - 1)/(1-q), s = rho/pi. With w
/// = s^(1-q):
///   w' = (1-q) s^-q rho'/pi = -pi^(q-1) (w - 1).
/// For q = 2, inclusive-KL: w = pi/rho, the logistic equation rho' = rho (pi - rho), which is also what the
/// Stein Fisher-Rao flow of inclusive-KL tends to for small bandwidth.
class PowerMobilityEntropies : public ClosedForm
{
 public:
  explicit PowerMobilityEntropies(const Context &context)
      : flow_(context.flow), q_(flow_.parameters().number("geometry", "exponent"))
  {
  }

  static bool applies(const Flow &flow)
  {
    const auto p = entropy_exponent(flow);
    return flow.geometry_name() == "power-mobility Fisher-Rao" && p &&
           std::abs(*p + flow.parameters().number("geometry", "exponent") - 2) < 1e-14;
  }

  Vector state(double t) const override
  {
    return state_of_log_ratio(flow_.target(), [&](std::size_t i) { return log_ratio_at(i, t); });
  }

  Vector rate(double t) const override
  {
    Vector v = state(t);
    for (std::size_t i = 0; i < size(v); ++i)
      data(v)[i] = -std::pow(data(v)[i], q_) * entropy_force(2 - q_, log_ratio_at(i, t));
    return v;
  }

 private:
  double log_ratio_at(std::size_t i, double t) const
  {
    const double pi = data(flow_.target())[i];
    return relaxed_log_ratio(log_ratio(data(flow_.initial_state())[i], pi), 1 - q_, std::pow(pi, q_ - 1) * t);
  }

  const Flow &flow_;
  const double q_;
};

const Register<ClosedForm> registered(
    "power-mobility Fisher-Rao, phi_(2-q)",
    {"(rho/pi)^(1-q) relaxes at rate pi^(q-1); q = 2, inclusive-KL: logistic, rho' = rho (pi - rho)",
     &PowerMobilityEntropies::applies,
     false,
     {smooth_example + "geometry/name = power-mobility Fisher-Rao; energy/name = inclusive-KL"}},
    [](const auto &context) { return std::make_unique<PowerMobilityEntropies>(context); });
}  // namespace
}  // namespace gammaflow
