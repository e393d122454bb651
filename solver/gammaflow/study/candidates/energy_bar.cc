// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/candidates/energy_bar.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// |<DF, v - u>| over the nodes of `in`: half the spread of DF times e_1 and its deviation times e_2 where
/// v - u has no mass, else its largest value and its norm.
double first_order(const Space &space, const Vector &xi, const std::vector<bool> &in,
                   const LebesgueBars &bars, bool mass_is_known)
{
  double low = std::numeric_limits<double>::infinity(), high = -low, volume = 0, mean = 0, square = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!in[i]) continue;
    low = std::min(low, data(xi)[i]);
    high = std::max(high, data(xi)[i]);
    volume += data(space.weights())[i];
    mean += data(space.weights())[i] * data(xi)[i];
  }
  if (!(volume > 0)) return 0;
  mean = mass_is_known ? mean / volume : 0;
  for (std::size_t i = 0; i < in.size(); ++i)
    if (in[i]) square += data(space.weights())[i] * std::pow(data(xi)[i] - mean, 2);
  const double largest = mass_is_known ? (high - low) / 2 : std::max(std::abs(low), std::abs(high));
  return std::min(largest * *bars.l1, std::sqrt(square) * *bars.l2);
}

/// F(u + eta) - F(u) with eta on the nodes that are not `in`.
double in_tail(const Flow &flow, const Vector &u, const std::vector<bool> &in, const LebesgueBars &bars)
{
  double volume = 0;
  for (std::size_t i = 0; i < in.size(); ++i)
    if (!in[i]) volume += data(flow.space().weights())[i];
  if (!(volume > 0)) return 0;
  Vector raised = u;
  for (std::size_t i = 0; i < in.size(); ++i)
    if (!in[i]) data(raised)[i] += std::min(*bars.l1 / volume, *bars.linf);
  return std::abs(flow.energy().value(raised) - flow.energy().value(u));
}
}  // namespace

std::optional<double> energy_bar(const Flow &flow, const Vector &u, const LebesgueBars &bars,
                                 bool mass_is_known)
{
  if (!bars.linf) return std::nullopt;
  const Space &space = flow.space();
  const double level = flow.positive() ? 2 * *bars.linf : -std::numeric_limits<double>::infinity();
  std::vector<bool> bulk(size(u));
  for (std::size_t i = 0; i < bulk.size(); ++i) bulk[i] = data(u)[i] >= level;
  const bool whole = std::all_of(bulk.begin(), bulk.end(), [](bool in) { return in; });

  Vector xi = space.zero(), curvature = space.zero(), ones = space.zero(), nonlocal = space.zero();
  flow.energy().first_variation(u, xi);
  flow.energy().second_variation_diagonal(u, curvature);
  double largest = 0, of_interaction = 0;
  if (flow.energy().structure().nonlocal) {
    ones = 1.;
    flow.energy().second_variation_apply(u, ones, nonlocal);
  }
  for (std::size_t i = 0; i < bulk.size(); ++i) {
    if (!bulk[i]) continue;
    largest = std::max(largest, std::abs(data(curvature)[i]));
    if (flow.energy().structure().nonlocal)
      of_interaction = std::max(of_interaction, std::abs(data(nonlocal)[i] - data(curvature)[i]));
  }
  const double second = (largest + of_interaction) * *bars.l2 * *bars.l2;
  // what the difference has of mass in the bulk it has with the other sign in the tail
  double bar = first_order(space, xi, bulk, bars, mass_is_known && whole) + second;
  if (!whole) bar += in_tail(flow, u, bulk, bars);
  return std::isfinite(bar) ? std::optional<double>(bar) : std::nullopt;
}

}  // namespace gammaflow
