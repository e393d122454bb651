// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/evolutions/closed_forms/potential_slope.h>
#include <gammaflow/kernels/kernel_symbol.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>

namespace gammaflow
{
namespace
{
using Symbol = std::function<double(double)>;

bool begins_with(const std::string &text, const std::string &start)
{
  return text.compare(0, start.size(), start) == 0;
}

/// The symbol g of an intrinsic kernel, or nothing.
Symbol symbol_of(const KernelOperator *kernel)
{
  return exact_symbol(kernel ? &kernel->kernel() : nullptr);
}

bool uniform(const Vector &v)
{
  const auto [low, high] = std::minmax_element(v.begin(), v.end());
  return *high - *low <= 1e-14 * std::abs(*high);
}

/// f'' of the Ginzburg-Landau energy where f = f(0) + f'' u^2/2, or nothing.
std::optional<double> quadratic_potential(const Flow &flow)
{
  const auto slope = [&](double u) { return potential_slope(flow, u); };
  const double f2 = slope(1);
  for (const double u : {-0.7, 0., 0.3})
    if (!(std::abs(slope(u) - f2 * u) <= 1e-11 * (1 + std::abs(f2)))) return {};
  return f2;
}

/// f with DF = f(L) (u - pi) (pi = 0 where the energy has no target), or nothing.
Symbol energy_symbol(const Flow &flow)
{
  if (flow.energy_name() == "L2-distance") return [](double) { return 1.; };
  if (flow.energy_name() == "chi2" && uniform(flow.target()))
    return [pi = *flow.target().begin()](double) { return 1 / pi; };
  if (flow.energy_name() == "MMD") return symbol_of(flow.energy_kernel());
  if (flow.energy_name() == "Dirichlet") return [](double lambda) { return lambda; };
  if (flow.energy_name() == "Ginzburg-Landau")
    if (const auto curvature = quadratic_potential(flow))
      return [kappa = flow.energy().structure().gradient, f2 = *curvature](double lambda) {
        return kappa * lambda + f2;
      };
  if (flow.energy_name() == "nonlocal Ginzburg-Landau" && symbol_of(flow.energy_kernel()))
    if (const auto curvature = quadratic_potential(flow))
      return
          [e = flow.energy().structure().symbol, f2 = *curvature](double lambda) { return e(lambda) + f2; };
  return {};
}

/// What the energy measures deviations from.
Vector centre_of(const Flow &flow)
{
  return flow.energy().structure().gradient != 0 ? flow.space().zero() : flow.target();
}

/// k with K = k(L) (on functions of zero mean for the spherical geometries), or nothing.
Symbol geometry_symbol(const Flow &flow)
{
  const std::string spherical = "spherical ", &full = flow.geometry_name();
  const std::string name = begins_with(full, spherical) ? full.substr(spherical.size()) : full;
  if (name == "L2") return [c = flow.parameters().number("geometry", "rate")](double) { return c; };
  if (name == "H-1") {
    const auto c = flow.geometry().coefficients(flow.initial_state());
    if (!uniform(c->mobility) || c->mobility_slope.linfty_norm() > 0) return {};
    return [m = *c->mobility.begin()](double lambda) { return m * lambda; };
  }
  if (name == "ridge L2")
    return [r = flow.parameters().number("geometry", "ridge")](double) { return 1 / (1 + r); };
  Symbol g = symbol_of(flow.geometry_kernel());
  if (!g) return {};
  if (name == "kernel L2") return g;
  if (name == "kernel H-1") return [g](double lambda) { return lambda * g(lambda); };
  if (name == "inverse-kernel H-1") return [g](double lambda) { return lambda / g(lambda); };
  if (name == "MMD") return [g](double lambda) { return 1 / g(lambda); };
  if (name == "ridge MMD")
    return
        [g, r = flow.parameters().number("geometry", "ridge")](double lambda) { return 1 / (g(lambda) + r); };
  return {};
}

/// Quadratic energies DF = f(L) (u - pi) in flat geometries K = k(L): (u - pi)' = -k(L) f(L) (u - pi), so
///   u - pi = exp(-t k(L) f(L)) (u0 - pi),
/// every mode of the Laplacian by itself. Spherical: K xi = k(L) (xi - mean xi) for kernels with g(0) = 1,
/// the mean stays.
class QuadraticModes : public ClosedForm
{
 public:
  explicit QuadraticModes(const Context &context) : flow_(context.flow), difference_(flow_.initial_state())
  {
    const Symbol f = energy_symbol(flow_), k = geometry_symbol(flow_);
    // Where f underflows there is no force, whatever k is.
    decay_ = [f, k](double lambda) { return f(lambda) != 0 ? k(lambda) * f(lambda) : 0; };
    difference_ -= centre_of(flow_);
    if (begins_with(flow_.geometry_name(), "spherical "))
      mean_ = flow_.space().integrate(difference_) / flow_.space().volume();
    for (double &value : difference_) value -= mean_;
  }

  static bool applies(const Flow &flow)
  {
    const bool cancels = flow.energy_kernel() && flow.energy_kernel() == flow.geometry().structure().metric;
    return !cancels && !flow.positive() && energy_symbol(flow) && geometry_symbol(flow) &&
           flow.space().laplacian().exact();
  }

  Vector state(double t) const override
  {
    Vector u = modes([this, t](double lambda) { return t > 0 ? std::exp(-t * decay_(lambda)) : 1; });
    u += centre_of(flow_);
    for (double &value : u) value += mean_;
    return u;
  }

  Vector rate(double t) const override
  {
    return modes([this, t](double lambda) {
      const double decay = decay_(lambda);
      return std::isfinite(decay) ? -decay * std::exp(-t * decay) : 0;
    });
  }

 private:
  Vector modes(const Symbol &symbol) const
  {
    Vector result = flow_.space().zero();
    flow_.space().laplacian().prepare(SpectralFunction::general(symbol, "decay"))->apply(difference_, result);
    return result;
  }

  const Flow &flow_;
  Symbol decay_;
  Vector difference_;
  double mean_ = 0;
};

const std::string field_example =
    "domain/cells = 2; domain/degree = 3; initial state/formula = cos(pi*x) + 0.3*cos(2*pi*x) + 0.3; "
    "time/outputs "
    "= 3; time/end = 0.1; ";

const Register<ClosedForm> registered(
    "quadratic energy, flat geometry, intrinsic kernels",
    {"mode k of u - pi decays at rate K(k) F''(k)",
     &QuadraticModes::applies,
     false,
     {smooth_example + "geometry/name = kernel L2; energy/name = L2-distance",
      smooth_example + "geometry/name = MMD; energy/name = L2-distance",
      field_example + "geometry/name = L2; energy/name = Dirichlet",
      field_example + "geometry/name = H-1; energy/name = L2-distance; "
                      "target/formula = 0",
      field_example + "geometry/name = H-1; geometry/mobility = 0.02; "
                      "energy/name = Dirichlet",
      field_example + "geometry/name = H-1; energy/name = Ginzburg-Landau; "
                      "energy/f = -u^2/2; energy/kappa = 0.05",
      smooth_example + "geometry/name = kernel H-1; energy/name = L2-distance; time/end = 0.1",
      smooth_example + "geometry/name = inverse-kernel H-1; energy/name = L2-distance; time/end = 0.1",
      field_example + "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; geometry/name = L2; "
                      "energy/name = nonlocal Ginzburg-Landau; energy/f = u^2/2; energy/kappa = 0.05",
      field_example + "kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; geometry/name = H-1; "
                      "energy/name = nonlocal Ginzburg-Landau; energy/f = u^2/2; energy/kappa = 0.05"}},
    [](const auto &context) { return std::make_unique<QuadraticModes>(context); });
}  // namespace
}  // namespace gammaflow
