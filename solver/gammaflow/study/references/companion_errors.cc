// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/study/references/certified_evolution.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/numbers_over_time.h>
#include <gammaflow/study/references/sampled_data.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
namespace
{
const double round_off = 1e-15;

/// d^power, the triangle inequality's version of a distance, between the states n of consecutive evolutions,
/// carried to the finest mesh; of distances between equal masses with the mass of the finest, whose error has
/// a bar of its own.
std::vector<double> differences(const Parameters &parameters,
                                const CertifiedEvolution::Trajectories &evolutions, const Distance &distance,
                                const std::string &norm, std::size_t n)
{
  const Distance::Traits &traits = Registry<Distance>::traits(norm);
  const Space &fine = *evolutions.front()->space_of(n);
  std::vector<double> result;
  Vector u = evolutions.front()->states[n];
  for (std::size_t k = 1; k < evolutions.size(); ++k) {
    Vector next = carried(parameters, evolutions[k]->states[n], *evolutions[k]->space_of(n), fine);
    if (traits.needs_equal_mass) next = with_mass_of(u, std::move(next), fine);
    result.push_back(std::pow(distance.between(u, next), traits.metric_power));
    u = next;
  }
  return result;
}

/// The contraction of one level, and of one step in the time tolerance, at best.
double fastest_in_space(unsigned degree)
{
  return std::ldexp(1., -int(degree) - 1);
}
const double fastest_in_time = 0.1;
/// Three computations in time confirm no order (tests/study/time_bars.cc).
const double safety_in_time = 3;
/// Numbers take the largest of their differences over time (tests/study/number_bars.cc).
const double safety_of_numbers = 2.5;

/// The largest norm of the state over the output times: a state that passes through zero has no relative
/// error of its own. 1 where it is zero all the time.
double scale_of(const Trajectory &trajectory, const std::string &norm)
{
  double largest = 0;
  for (std::size_t n = 0; n < trajectory.times.size(); ++n) {
    const auto space = trajectory.space_of(n);
    const auto distance = Registry<Distance>::make(norm, {space, nullptr});
    largest = std::max(largest, distance->between(trajectory.states[n], space->zero()));
  }
  return largest > 0 ? largest : 1;
}

/// [time][k]: the differences of a quantity between consecutive computations, with their signs.
Table differences_of(const std::vector<Table> &computations, std::size_t quantity)
{
  Table result(computations.front()[quantity].size());
  for (std::size_t k = 1; k < computations.size(); ++k)
    for (std::size_t n = 0; n < result.size(); ++n)
      result[n].push_back(computations[k][quantity][n] - computations[k - 1][quantity][n]);
  return result;
}

/// Of rough data a quantity knows no more than the state: relative to what it still becomes, twice that, as
/// for a square.
ErrorEstimate bar_of_rough_data(const std::vector<double> &differences, double of_data, double noise,
                                double of_state, const std::vector<double> &values, std::size_t n)
{
  double largest = 0;
  for (std::size_t k = n; k < values.size(); ++k) largest = std::fmax(largest, std::abs(values[k]));
  ErrorEstimate bar = error_estimate_of_rough_data(differences, of_data, noise);
  bar.value = std::max(bar.value, 2 * of_state * largest);
  return bar;
}

/// Makes the bars of a quantity infinite at times of which nothing is known. It is taken at all times, or at
/// all but the first; what has other times (events) stays as it is.
void forget_later_times(const CertifiedEvolution &run, std::vector<ErrorEstimate> &bars)
{
  const std::vector<double> &times = run.evolution().times;
  if (bars.size() > times.size() || bars.size() + 1 < times.size()) return;
  const std::size_t first = times.size() - bars.size();
  for (std::size_t n = 0; n < bars.size(); ++n)
    if (times[first + n] > run.known_until) bars[n].value = std::numeric_limits<double>::infinity();
}

/// What is known of the state where its error is largest.
ErrorEstimate of_state(const CertifiedEvolution &run, ErrorEstimate NormError::*part)
{
  const auto worst =
      std::max_element(run.errors.begin(), run.errors.end(), [&](const NormError &a, const NormError &b) {
        const auto size = [&](const NormError &e) {
          return e.time > run.known_until ? 0 : (e.*part).value / e.scale;
        };
        return size(a) < size(b);
      });
  return (*worst).*part;
}
}  // namespace

std::vector<NormError> norm_errors(const CertifiedEvolution &run, const std::vector<std::string> &norms)
{
  std::vector<NormError> result;
  const Trajectory &fine = run.evolution();
  const SampledData data = sampled_data(run);
  const double fastest = fastest_in_space(run.degree());
  const auto estimate_in_space = [&](const std::vector<double> &of_norm, double of_data, double noise,
                                     bool weak, std::size_t n) {
    if (of_data > 0) return error_estimate_of_rough_data(of_norm, of_data, noise);
    if (!weak) return error_estimate(of_norm, fastest, noise);
    const auto l2 = Registry<Distance>::make("L2", {fine.space_of(n), nullptr});
    const double noise_of_l2 =
        error_estimate(differences(run.parameters, run.tolerances, *l2, "L2", n), fastest_in_time, 0).value;
    return error_estimate_in_weak_norm(
        of_norm, fastest, noise,
        error_estimate(differences(run.parameters, run.levels, *l2, "L2", n), fastest, noise_of_l2),
        run.degree() >= 2 ? 0.5 : 1, std::ldexp(1., -2 * int(run.degree())));
  };
  for (const auto &norm : norms) {
    const double of_data = data.contraction(run.degree(), norm);
    auto space = fine.space;
    auto distance = Registry<Distance>::make(norm, {space, nullptr});
    const double power = Registry<Distance>::traits(norm).metric_power;
    const bool weak = Registry<Distance>::traits(norm).needs_equal_mass;
    const bool relative = norm == "L1" || norm == "L2" || norm == "Linf";
    const double scale = relative ? scale_of(fine, norm) : 1;
    for (std::size_t n = 1; n < fine.times.size(); ++n) {
      NormError entry;
      entry.norm = norm;
      entry.time = fine.times[n];
      if (fine.space_of(n) != space) {
        space = fine.space_of(n);
        distance = Registry<Distance>::make(norm, {space, nullptr});
      }
      entry.scale = scale;
      const auto in_time = differences(run.parameters, run.tolerances, *distance, norm, n);
      const double noise = round_off * entry.scale;
      entry.in_time = weak ? error_estimate_in_time_of_weak_norm(in_time, noise)
                           : error_estimate(in_time, fastest_in_time, noise, safety_in_time);
      entry.in_time.value += round_off * entry.scale;
      entry.space = estimate_in_space(differences(run.parameters, run.levels, *distance, norm, n), of_data,
                                      entry.in_time.value, weak, n);
      entry.space.value = std::pow(entry.space.value, 1 / power) + data.unseen() * scale;
      // Flows that contract L1 never lose more than what is missed of the data, and smooth flows spread it
      // evenly. In the maximum, what is missed at a cusp or a kink remains where nothing smooths it.
      if (of_data > 0) entry.space.value = std::max(entry.space.value, 1.5 * data.missed(norm) * scale);
      entry.in_time.value = std::pow(entry.in_time.value, 1 / power);
      result.push_back(entry);
    }
  }
  return result;
}

std::vector<std::vector<ErrorEstimate>> quantity_errors(const CertifiedEvolution &run,
                                                        const QuantitiesOverTime &quantities,
                                                        const AboutQuantities &about)
{
  const double tolerance = run.parameters.number("time", "tolerance");
  std::vector<Table> levels, tolerances;
  double factor = 1;
  for (const auto &evolution : run.tolerances) {
    tolerances.push_back(quantities(*evolution, std::min(0.1, factor * tolerance)));
    factor *= 10;
  }
  levels.push_back(tolerances.front());
  for (std::size_t k = 1; about.with_space && k < run.levels.size(); ++k)
    levels.push_back(quantities(*run.levels[k], tolerance));

  const ErrorEstimate in_space_of_state = of_state(run, &NormError::space),
                      in_time_of_state = of_state(run, &NormError::in_time);
  const SampledData data = about.with_space ? sampled_data(run) : SampledData{};
  const double of_data = data.contraction(run.degree());
  // Integrals may converge with twice the order of the state. At a point an error may be half as large as
  // elsewhere in its cell, by accident.
  const double of_integrals = std::ldexp(1., -2 * int(run.degree())),
               of_points = std::max(of_integrals, in_space_of_state.contraction / 2);
  std::vector<std::vector<ErrorEstimate>> result;
  for (std::size_t q = 0; q < levels.front().size(); ++q) {
    double scale = 0;
    for (const double value : levels.front()[q]) scale = std::max(scale, std::abs(value));
    const std::size_t times = levels.front()[q].size();
    std::vector<double> noise(times, round_off * scale);
    std::vector<ErrorEstimate> bars = estimates_over_time(differences_of(tolerances, q), fastest_in_time,
                                                          noise, in_time_of_state, 2 * fastest_in_time);
    for (std::size_t n = 0; n < times; ++n) {
      bars[n].value = bars[n].value * safety_of_numbers / safety_in_time + noise[n];
      noise[n] = bars[n].value;
    }
    if (about.with_space) {
      const Table differences = differences_of(levels, q);
      const double fastest = q < about.at_points.size() && about.at_points[q] ? of_points : of_integrals;
      if (of_data > 0)
        for (std::size_t n = 0; n < times; ++n)
          bars[n] = bar_of_rough_data(magnitudes(differences[n]), of_data, noise[n], run.space,
                                      levels.front()[q], n);
      else
        bars = estimates_over_time(differences, fastest, noise, in_space_of_state, fastest);
      for (std::size_t n = 0; n < times; ++n) bars[n].value += noise[n] + data.unseen() * scale;
    }
    for (ErrorEstimate &bar : bars)
      if (std::isnan(bar.value)) bar.value = std::numeric_limits<double>::infinity();
    forget_later_times(run, bars);
    result.push_back(bars);
  }
  return result;
}

}  // namespace gammaflow
