// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/step_kind.h>
#include <gammaflow/time/stages/relative_worth.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
bool transport_alone(const Flow &flow)
{
  if (!flow.positive() || step_kind(flow) != StepKind::diffusive) return false;
  const auto coefficients = flow.geometry().coefficients(flow.initial_state());
  return coefficients && coefficients->reaction.linfty_norm() == 0;
}
}  // namespace

RelativeWorth::RelativeWorth(const Flow &flow, double threshold)
    : flow_(flow), threshold_(threshold), varies_(transport_alone(flow))
{
}

void RelativeWorth::of(const Vector &u, Vector &w) const
{
  if (!varies_) {
    w = 1.;
    return;
  }
  flow_.energy().second_variation_diagonal(u, w);
  double largest_mass = 0, largest_energy = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double rho = data(u)[i];
    data(w)[i] = rho * (rho * std::abs(data(w)[i]));
    if (!std::isfinite(data(w)[i])) data(w)[i] = 0;
    largest_mass = std::max(largest_mass, rho);
    largest_energy = std::max(largest_energy, data(w)[i]);
  }
  largest_mass = flow_.space().maximum(largest_mass);
  largest_energy = flow_.space().maximum(largest_energy);
  for (std::size_t i = 0; i < size(u); ++i) {
    const double energy = largest_energy > 0 ? data(w)[i] / largest_energy : 0;
    data(w)[i] = std::min(1., std::max(data(u)[i] / largest_mass, energy) / threshold_);
  }
}

}  // namespace gammaflow
