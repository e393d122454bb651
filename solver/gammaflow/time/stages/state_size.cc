// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/forcing.h>
#include <gammaflow/time/stages/state_size.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The times at which formulas of boundary values and sources are looked at.
constexpr unsigned looks = 16;

double size_of_forcing(const Flow &flow, const Forcing &forcing, const bool source)
{
  const double end = flow.parameters().number("time", "end");
  double result = 0;
  Vector s = flow.space().zero();
  for (unsigned k = 0; k <= looks; ++k) {
    const double t = end * k / looks;
    if (source) {
      forcing.source(t, s);
      result = std::max(result, end * largest_magnitude(flow.space(), s));
    } else
      for (std::size_t node = 0; node < forcing.nodes().size(); ++node)
        result = std::max(result, std::abs(forcing.boundary_value(node, t)));
  }
  return flow.space().maximum(result);
}
}  // namespace

double largest_magnitude(const Space &space, const Vector &u)
{
  double result = 0;
  for (const double value : u) result = std::max(result, std::abs(value));
  return space.maximum(result);
}

StateSize::StateSize(const Flow &flow) : space_(flow.space()), positive_(flow.positive())
{
  if (positive_) return;
  const Forcing *forcing = flow.forcing();
  initial_ = largest_magnitude(space_, flow.initial_state());
  if (flow.has_target()) initial_ = std::max(initial_, largest_magnitude(space_, flow.target()));
  if (flow.has_boundary_values()) initial_ = std::max(initial_, size_of_forcing(flow, *forcing, false));
  if (initial_ == 0 && forcing && forcing->has_source()) initial_ = size_of_forcing(flow, *forcing, true);
  if (!(initial_ > 0)) initial_ = 1;
}

double StateSize::of(const Vector &u) const
{
  return positive_ ? 1 : std::max(initial_, largest_magnitude(space_, u));
}

double energy_scale(const Flow &flow, const double initial_energy, const double tolerance)
{
  const Space &space = flow.space();
  const Vector &u = flow.initial_state();
  const double *w = data(space.weights());
  const double size = flow.positive() ? 0 : StateSize(flow).of(u);
  double deviations = 0;
  for (std::size_t i = 0; i < gammaflow::size(u); ++i)
    deviations += w[i] * (flow.positive() ? data(u)[i] : std::pow(size + std::abs(data(u)[i]), 2));
  const double least = tolerance * tolerance * space.sum(deviations);
  if (flow.has_target()) return std::max(std::abs(initial_energy), least);

  Vector force = space.zero();
  flow.energy().first_variation(u, force);
  const bool conserved = flow.conserves_mass();
  const double volume = space.volume(), of_force = conserved ? space.integrate(force) / volume : 0,
               of_state = conserved && !flow.positive() ? space.integrate(u) / volume : 0;
  double lost = 0;
  for (std::size_t i = 0; i < gammaflow::size(u); ++i)
    lost += w[i] * std::abs(data(force)[i] - of_force) * std::abs(data(u)[i] - of_state);
  lost = space.sum(lost);
  return std::isfinite(lost) ? std::max(lost, least) : std::max(std::abs(initial_energy), least);
}

}  // namespace gammaflow
