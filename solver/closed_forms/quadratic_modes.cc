#include <gammaflow/closed_forms/closed_form.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

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
  const auto *intrinsic = kernel ? dynamic_cast<const IntrinsicKernel *>(&kernel->kernel()) : nullptr;
  return intrinsic ? intrinsic->symbol().g : Symbol();
}

bool uniform(const Vector &v)
{
  const auto [low, high] = std::minmax_element(v.begin(), v.end());
  return *high - *low <= 1e-14 * std::abs(*high);
}

/// f with DF = f(L) (u - pi), or nothing.
Symbol energy_symbol(const Flow &flow)
{
  if (flow.energy_name() == "L2-distance") return [](double) { return 1.; };
  if (flow.energy_name() == "chi2" && uniform(flow.target()))
    return [pi = *flow.target().begin()](double) { return 1 / pi; };
  if (flow.energy_name() == "MMD") return symbol_of(flow.energy_kernel());
  return {};
}

/// k with K = k(L) (on functions of zero mean for the spherical geometries), or nothing.
Symbol geometry_symbol(const Flow &flow)
{
  const std::string spherical = "spherical ", &full = flow.geometry_name();
  const std::string name = begins_with(full, spherical) ? full.substr(spherical.size()) : full;
  if (name == "L2") return [](double) { return 1.; };
  if (name == "ridge L2")
    return [r = flow.parameters().number("geometry", "ridge")](double) { return 1 / (1 + r); };
  const Symbol g = symbol_of(flow.geometry_kernel());
  if (!g) return {};
  if (name == "kernel L2") return g;
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
    decay_ = [f, k](double lambda) { return f(lambda) > 0 ? k(lambda) * f(lambda) : 0; };
    difference_ -= flow_.target();
    if (begins_with(flow_.geometry_name(), "spherical "))
      mean_ = flow_.space().integrate(difference_) / flow_.space().volume();
    for (double &value : difference_) value -= mean_;
  }

  static bool applies(const Flow &flow)
  {
    const bool cancels = flow.energy_kernel() && flow.energy_kernel() == flow.geometry().metric_kernel();
    return !cancels && energy_symbol(flow) && geometry_symbol(flow) && flow.space().laplacian().exact();
  }

  Vector state(double t) const override
  {
    Vector u = modes([this, t](double lambda) { return t > 0 ? std::exp(-t * decay_(lambda)) : 1; });
    u += flow_.target();
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

const Register<ClosedForm> registered("quadratic energy, flat geometry, intrinsic kernels",
                                      {"mode k of u - pi decays at rate K(k) F''(k)",
                                       &QuadraticModes::applies},
                                      [](const auto &context) {
                                        return std::make_unique<QuadraticModes>(context);
                                      });
}  // namespace
}  // namespace gammaflow
