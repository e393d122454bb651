// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/log_ratio_relaxation.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
/// log(rho/pi)' = -log(rho/pi) + c(t), with the constant that keeps the mass. So log(rho/pi) = e^-t
/// log(rho0/pi) + C(t),
///   rho(t) proportional to rho0^(e^-t) pi^(1 - e^-t), with the mass of rho0.
class SphericalFisherRaoKL : public ClosedForm
{
 public:
  explicit SphericalFisherRaoKL(const Context &context) : flow_(context.flow) {}

  Vector state(double t) const override
  {
    Vector u = flow_.initial_state();
    for (std::size_t i = 0; i < size(u); ++i) {
      const double start = data(flow_.initial_state())[i], pi = data(flow_.target())[i];
      data(u)[i] = std::exp(-t) * log_ratio(start, pi) + std::log(pi);
    }
    const double largest = *std::max_element(u.begin(), u.end());
    for (double &value : u) value = std::exp(value - largest);
    u *= flow_.space().integrate(flow_.initial_state()) / flow_.space().integrate(u);
    return u;
  }

  Vector rate(double t) const override
  {
    const Vector u = state(t);
    Vector xi = u, v = u;
    flow_.energy().first_variation(u, xi);
    const double mean = flow_.space().inner(u, xi) / flow_.space().integrate(u);
    for (std::size_t i = 0; i < size(u); ++i) data(v)[i] *= mean - data(xi)[i];
    return v;
  }

 private:
  const Flow &flow_;
};

const Register<ClosedForm> registered(
    "spherical Fisher-Rao, KL",
    {"rho proportional to rho0^(e^-t) pi^(1 - e^-t)",
     [](const Flow &flow) {
       return flow.geometry_name() == "spherical Fisher-Rao" && flow.energy_name() == "KL";
     },
     false,
     {smooth_example + "geometry/name = spherical Fisher-Rao; energy/name = KL"}},
    [](const auto &context) { return std::make_unique<SphericalFisherRaoKL>(context); });
}  // namespace
}  // namespace gammaflow
