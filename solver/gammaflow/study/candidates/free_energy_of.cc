// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/free_energy.h>
#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/spaces/by_logarithm.h>
#include <gammaflow/study/candidates/energy_bar.h>
#include <gammaflow/study/candidates/free_energy_of.h>
#include <gammaflow/study/candidates/known_mass.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
double entropy(double rho)
{
  return rho > 0 ? rho * std::log(rho) - rho : 0;
}

/// KL: U = rho log rho - rho, V = -log pi, and the mass of pi.
void set_kl(FreeEnergyParts &parts, const StoredEvolution &reference, const Flow &flow)
{
  const auto density =
      std::make_shared<const PointwiseDensity>(reference.parameters(), "target", flow.space());
  const Vector &pi = flow.target();
  const std::size_t most = std::size_t(std::max_element(pi.begin(), pi.end()) - pi.begin());
  const double factor = data(pi)[most] / density->value(flow.space().nodes()[most]);
  parts.internal = entropy;
  parts.potential = [density, factor](const Point &x) { return -std::log(factor * density->value(x)); };
  parts.constant = flow.space().integrate(pi);
}

/// free-energy: what the section says.
void set_internal(FreeEnergyParts &parts, const Parameters &p)
{
  const std::string kind = p.text("energy", "internal");
  const double m = p.number("energy", "power exponent");
  if (kind == "Boltzmann") parts.internal = entropy;
  if (kind == "power") parts.internal = [m](double rho) { return std::pow(rho, m) / (m - 1); };
}

void set_formulas(FreeEnergyParts &parts, const Parameters &p, const Space &space)
{
  const auto V = std::make_shared<const Expression>(read_expression(p, "energy", "V", {"x", "y", "z"}));
  parts.potential = [V](const Point &x) { return V->value(x.data()); };
  const auto W = std::make_shared<const Expression>(read_expression(p, "energy", "W", {"x", "y", "z", "r"}));
  if (W->constant() && W->value(Point{{0, 0, 0}}.data()) == 0) return;
  Point period{};
  for (unsigned d = 0; d < space.dim(); ++d)
    if (space.periodic(d)) period[d] = space.upper()[d] - space.lower()[d];
  parts.interaction = [W, period](const Point &difference) {
    double v[4] = {0, 0, 0, 0};
    for (unsigned d = 0; d < 3; ++d) {
      v[d] = difference[d];
      if (period[d] > 0) v[d] -= period[d] * std::round(v[d] / period[d]);
      v[3] += v[d] * v[d];
    }
    v[3] = std::sqrt(v[3]);
    return W->value(v);
  };
}

/// Of the density at its nodes, and at those of another degree.
void set_value(FreeEnergyParts &parts, const Flow &flow, const Vector &u)
{
  parts.of_density = flow.energy().value(u);
  const auto other = flow.space().between_nodes();
  const bool positive = std::all_of(u.begin(), u.end(), [](double value) { return value > 0; });
  const Vector between = by_logarithm(u, positive, *other, [&](const Vector &v, Vector &result) {
    other->interpolate(flow.space(), v, result);
  });
  parts.error_of_quadrature =
      std::abs(Flow::build(flow.parameters(), other).energy().value(between) - parts.of_density);
}
}  // namespace

void set_free_energy(ParticleDistance::Context &context, const StoredEvolution &reference, double time)
{
  if (!describes_flow(reference.parameters()) || !reference.evolution().positive()) {
    context.why_no_free_energy = "the reference is no gradient flow of a density";
    return;
  }
  const Flow flow = Flow::build(reference.parameters(), context.space);
  const std::string &name = flow.energy_name();
  auto parts = std::make_shared<FreeEnergyParts>();
  if (name == "KL")
    set_kl(*parts, reference, flow);
  else if (name == "free-energy") {
    set_internal(*parts, reference.parameters());
    set_formulas(*parts, reference.parameters(), *context.space);
  } else {
    context.why_no_free_energy =
        "the energy of the reference, " + name +
        ", is none of the form int U(rho) + V rho + 1/2 rho (W * rho) (KL, free-energy)" +
        (name == "MMD" ? "; of particles it is half the square of the distance MMD" : "");
    return;
  }
  parts->mass = context.space->integrate(context.density);
  set_value(*parts, flow, context.density);
  parts->bar = energy_bar(flow, context.density, lebesgue_bars(reference, time, context.space->volume()),
                          mass_is_known(reference));
  context.free_energy = parts;
}

}  // namespace gammaflow
