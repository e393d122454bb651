// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
bool uniform(const Vector &v)
{
  const auto [low, high] = std::minmax_element(v.begin(), v.end());
  return *high - *low <= 1e-14 * std::abs(*high);
}

/// KL with a uniform target, or the Boltzmann entropy without a potential, in Wasserstein: div(rho grad log
/// rho) = lap rho, the heat equation. Mode k of the Laplacian decays with its eigenvalue, rho = e^(-t L)
/// rho0; on the box by the modes of the discrete Laplacian, which is as accurate as the space is for smooth
/// data.
class HeatEquation : public ClosedForm
{
 public:
  explicit HeatEquation(const Context &context) : flow_(context.flow) {}

  static bool applies(const Flow &flow)
  {
    if (flow.geometry_name() != "Wasserstein" || !flow.space().laplacian().exact()) return false;
    if (flow.energy_name() == "KL") return uniform(flow.target());
    if (flow.energy_name() != "free-energy" || !flow.energy().convex() ||
        flow.parameters().text("energy", "internal") != "Boltzmann")
      return false;
    Vector xi = flow.initial_state();
    flow.energy().first_variation(flow.initial_state(), xi);
    for (std::size_t i = 0; i < size(xi); ++i)
      if (std::abs(data(xi)[i] - std::log(data(flow.initial_state())[i])) > 1e-14) return false;
    return true;
  }

  Vector state(double t) const override
  {
    return modes([t](double lambda) { return std::exp(-t * lambda); });
  }
  Vector rate(double t) const override
  {
    return modes([t](double lambda) { return -lambda * std::exp(-t * lambda); });
  }

 private:
  Vector modes(const std::function<double(double)> &g) const
  {
    Vector u = flow_.initial_state();
    flow_.space().laplacian().prepare(SpectralFunction::general(g, "heat"))->apply(flow_.initial_state(), u);
    return u;
  }
  const Flow &flow_;
};

const Register<ClosedForm> registered(
    "Wasserstein, entropy without potential (heat equation)",
    {"mode k of rho decays with its eigenvalue",
     &HeatEquation::applies,
     true,
     {smooth_example + "geometry/name = Wasserstein; energy/name = KL; "
                       "target/formula = 1; time/end = 0.1",
      plane_example + "domain/cells = 2; geometry/name = Wasserstein; energy/name = KL; "
                      "target/formula = 1; time/end = 0.1",
      "domain/dimension = 3; domain/cells = 1; domain/degree = 5; initial state/formula = "
      "exp(0.7*cos(pi*x)*cos(pi*y)*cos(pi*z)); target/formula = 1; time/outputs = 2; time/end = 0.1; "
      "geometry/name = Wasserstein; energy/name = KL"}},
    [](const auto &context) { return std::make_unique<HeatEquation>(context); });
}  // namespace
}  // namespace gammaflow
