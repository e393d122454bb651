// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/decay/decay_curve.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Q of one evolution at each time, and its part that comes from what is not known of inf F.
struct Quotients {
  std::vector<double> value, unknown, gap;
  std::vector<Infimum> infima;
};

Quotients quotients_of(const Parameters &parameters, const Trajectory &trajectory)
{
  Quotients q;
  q.infima = infima_along(parameters, trajectory);
  const double scale = std::abs(trajectory.ledger.front().energy);
  for (std::size_t k = 0; k < trajectory.ledger.size(); ++k) {
    const LedgerRow &row = trajectory.ledger[k];
    const Infimum &infimum = q.infima[k];
    const double gap = row.energy - infimum.high, widest = row.energy - infimum.low;
    // the difference of two sums over the mass
    const double noise = infimum.high == 0
                             ? 0
                             : 64 * std::numeric_limits<double>::epsilon() *
                                   std::max({scale, std::abs(infimum.high), std::abs(row.mass)});
    q.gap.push_back(gap);
    if (!(gap > 4 * noise)) {
      q.value.push_back(nan);
      q.unknown.push_back(nan);
      continue;
    }
    const double value = 2 * row.dual_rate / gap;
    q.value.push_back(value);
    q.unknown.push_back((infimum.bracketed() ? value * (1 - gap / widest) : 0.) + value * noise / gap);
  }
  return q;
}
}  // namespace

DecayCurve decay_curve(const RefinedEvolution &run, const double worst)
{
  const auto of = [&](const std::shared_ptr<const Trajectory> &t) { return quotients_of(run.flow, *t); };
  const Quotients fine = of(run.fine), coarse = of(run.coarse), loose = of(run.loose);
  const Quotients coarser = run.coarser ? of(run.coarser) : Quotients();
  DecayCurve curve;
  curve.infimum = fine.infima.back();
  const auto errors = errors_of_number(run, fine.value, coarse.value, coarser.value, loose.value);
  for (std::size_t k = 0; k < fine.value.size(); ++k) {
    const double value = fine.value[k], round_off = 64 * std::numeric_limits<double>::epsilon() * value;
    const double delta = errors[k].space + errors[k].time + fine.unknown[k] + round_off;
    const bool resolved = delta <= worst * value;  // false for NaN
    curve.quotient.push_back(resolved ? value : nan);
    curve.delta.push_back(resolved ? delta : nan);
    curve.gap.push_back(fine.gap[k]);
  }
  return curve;
}

std::optional<DecayRate> fitted_rate(const std::vector<double> &times, const DecayCurve &curve)
{
  std::vector<std::size_t> resolved;
  for (std::size_t k = 0; k < times.size(); ++k)
    if (std::isfinite(curve.quotient[k])) resolved.push_back(k);
  if (resolved.size() < 3) return {};
  const double middle = (times[resolved.front()] + times[resolved.back()]) / 2;
  const auto first =
      std::find_if(resolved.begin(), resolved.end(), [&](auto k) { return times[k] >= middle; });
  const std::vector<std::size_t> late(first, resolved.end());
  if (late.size() < 2) return {};
  const auto between = [&](std::size_t i, std::size_t j) {
    return std::log(curve.gap[i] / curve.gap[j]) / (times[j] - times[i]);
  };
  DecayRate rate{between(late.front(), late.back()), 0, 0, times[late.front()], times[late.back()]};
  rate.low = rate.high = rate.value;
  for (std::size_t n = 0; n + 1 < late.size(); ++n) {
    rate.low = std::min(rate.low, between(late[n], late[n + 1]));
    rate.high = std::max(rate.high, between(late[n], late[n + 1]));
  }
  return rate;
}

}  // namespace gammaflow
