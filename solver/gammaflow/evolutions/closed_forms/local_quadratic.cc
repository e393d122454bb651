// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// L2 (K = 1) and ridge L2 (K = 1/(1 + lambda)) with quadratic energies without a kernel, node by node:
///   L2-distance: u' = -K (u - pi), u = pi + (u0 - pi) e^(-K t);   chi2: u = pi + (u0 - pi) e^(-K t/pi).
class LocalQuadratic : public ClosedForm
{
 public:
  explicit LocalQuadratic(const Context &context) : flow_(context.flow)
  {
    if (flow_.geometry_name() == "L2") mobility_ = flow_.parameters().number("geometry", "rate");
    if (flow_.geometry_name() == "ridge L2")
      mobility_ = 1 / (1 + flow_.parameters().number("geometry", "ridge"));
  }

  static bool applies(const Flow &flow)
  {
    return (flow.geometry_name() == "L2" || flow.geometry_name() == "ridge L2") &&
           (flow.energy_name() == "L2-distance" || flow.energy_name() == "chi2");
  }

  Vector state(double t) const override
  {
    Vector u = flow_.target();
    for (std::size_t i = 0; i < size(u); ++i) data(u)[i] += deviation(i, t);
    return u;
  }

  Vector rate(double t) const override
  {
    Vector v = flow_.target();
    for (std::size_t i = 0; i < size(v); ++i) data(v)[i] = -decay(i) * deviation(i, t);
    return v;
  }

 private:
  double decay(std::size_t i) const
  {
    return flow_.energy_name() == "chi2" ? mobility_ / data(flow_.target())[i] : mobility_;
  }
  double deviation(std::size_t i, double t) const
  {
    return (data(flow_.initial_state())[i] - data(flow_.target())[i]) * std::exp(-decay(i) * t);
  }

  const Flow &flow_;
  double mobility_ = 1;
};

const Register<ClosedForm> registered(
    "L2, L2-distance or chi2",
    {"u = pi + (u0 - pi) e^(-t) (chi2: e^(-t/pi)); ridge L2: t/(1 + lambda)",
     &LocalQuadratic::applies,
     false,
     {smooth_example + "geometry/name = L2; energy/name = L2-distance",
      smooth_example + "geometry/name = L2; energy/name = chi2"}},
    [](const auto &context) { return std::make_unique<LocalQuadratic>(context); });
}  // namespace
}  // namespace gammaflow
