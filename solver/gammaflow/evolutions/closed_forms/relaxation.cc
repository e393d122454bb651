// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// MMD energy and MMD geometry with the same kernel operator: DF = Kf (u - pi), K = Kf^-1, so u' = -(u - pi)
/// for every kernel, and u = pi + (u0 - pi) e^-t. On rates of zero mass K xi = Kf^-1 (xi - c): if u0 - pi has
/// no mass the same, and for kernels with Kf 1 = 1 (the intrinsic ones) u' = -(u - pi - m), m the mean of u -
/// pi, which stays.
class Relaxation : public ClosedForm
{
 public:
  explicit Relaxation(const Context &context) : flow_(context.flow), difference_(flow_.initial_state())
  {
    difference_ -= flow_.target();
    if (flow_.geometry().zero_mass_rates())
      mean_ = flow_.space().integrate(difference_) / flow_.space().volume();
    for (double &value : difference_) value -= mean_;
  }

  static bool applies(const Flow &flow)
  {
    if (flow.energy_name() != "MMD" || flow.geometry().structure().metric == nullptr ||
        flow.geometry().structure().metric != flow.energy_kernel())
      return false;
    if (!flow.geometry().zero_mass_rates() || flow.energy_kernel()->kernel().intrinsic()) return true;
    const double mass = flow.space().integrate(flow.target());
    return std::abs(flow.space().integrate(flow.initial_state()) - mass) <= 1e-13 * std::abs(mass);
  }

  Vector state(double t) const override
  {
    Vector u = flow_.target();
    for (std::size_t i = 0; i < size(u); ++i) data(u)[i] += mean_ + std::exp(-t) * data(difference_)[i];
    return u;
  }

  Vector rate(double t) const override
  {
    Vector v = difference_;
    v *= -std::exp(-t);
    return v;
  }

 private:
  const Flow &flow_;
  Vector difference_;
  double mean_ = 0;
};

const Register<ClosedForm> registered("MMD geometry, MMD energy",
                                      {"u = pi + (u0 - pi) e^-t, for every kernel",
                                       &Relaxation::applies,
                                       false,
                                       {smooth_example + "geometry/name = MMD; energy/name = MMD"}},
                                      [](const auto &context) {
                                        return std::make_unique<Relaxation>(context);
                                      });
}  // namespace
}  // namespace gammaflow
