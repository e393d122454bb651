#include <gammaflow/comparison/distance.h>
#include <gammaflow/study/certified_evolution.h>
#include <gammaflow/study/error_budget.h>
#include <gammaflow/study/sampled_data.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
const double round_off = 1e-15;

/// d^power, the triangle inequality's version of a distance, between the states n of consecutive evolutions,
/// carried to the finest mesh.
std::vector<double> differences(const Parameters &parameters,
                                const CertifiedEvolution::Trajectories &evolutions, const Distance &distance,
                                double power, std::size_t n)
{
  const Space &fine = *evolutions.front()->space_of(n);
  std::vector<double> result;
  Vector u = evolutions.front()->states[n];
  for (std::size_t k = 1; k < evolutions.size(); ++k) {
    const Vector next = carried(parameters, evolutions[k]->states[n], *evolutions[k]->space_of(n), fine);
    result.push_back(std::pow(distance.between(u, next), power));
    u = next;
  }
  return result;
}

/// The contraction of one level, and of one step in the time tolerance, at best.
double fastest_in_space(unsigned degree)
{
  return std::ldexp(1., -int(degree) - 1);
}

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
const double fastest_in_time = 0.1;

}  // namespace

std::vector<NormError> norm_errors(const CertifiedEvolution &run, const std::vector<std::string> &norms)
{
  std::vector<NormError> result;
  const Trajectory &fine = run.evolution();
  const SampledData data = sampled_data(run);
  const double of_data = data.contraction(run.degree());
  const auto estimate_in_space = [&](const std::vector<double> &differences, double noise) {
    return of_data > 0 ? error_estimate_of_rough_data(differences, of_data, noise)
                       : error_estimate(differences, fastest_in_space(run.degree()), noise);
  };
  for (const auto &norm : norms) {
    auto space = fine.space;
    auto distance = Registry<Distance>::make(norm, {space, nullptr});
    const double power = Registry<Distance>::traits(norm).metric_power;
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
      entry.in_time = error_estimate(differences(run.parameters, run.tolerances, *distance, power, n),
                                     fastest_in_time, round_off * entry.scale);
      entry.in_time.value += round_off * entry.scale;
      entry.space = estimate_in_space(differences(run.parameters, run.levels, *distance, power, n),
                                      entry.in_time.value);
      entry.space.value = std::pow(entry.space.value, 1 / power) + data.unseen() * scale;
      // Flows that contract L1 never lose more than what is missed of the data, and smooth flows spread it
      // evenly.
      if (of_data > 0) entry.space.value = std::max(entry.space.value, 1.5 * data.missed.front() * scale);
      entry.in_time.value = std::pow(entry.in_time.value, 1 / power);
      result.push_back(entry);
    }
  }
  return result;
}

std::vector<ErrorEstimate> quantity_errors(const CertifiedEvolution &run,
                                           const QuantitiesOverTime &quantities, bool with_space)
{
  using Table = std::vector<std::vector<double>>;  // [quantity][time]
  const double tolerance = run.parameters.number("time", "tolerance");
  std::vector<Table> levels, tolerances;
  double factor = 1;
  for (const auto &evolution : run.tolerances) {
    tolerances.push_back(quantities(*evolution, std::min(0.1, factor * tolerance)));
    factor *= 10;
  }
  levels.push_back(tolerances.front());
  for (std::size_t k = 1; with_space && k < run.levels.size(); ++k)
    levels.push_back(quantities(*run.levels[k], tolerance));

  const auto differences_of = [](const std::vector<Table> &tables, std::size_t quantity) {
    std::vector<double> result;
    for (std::size_t k = 1; k < tables.size(); ++k) {
      double largest = 0;
      for (std::size_t i = 0; i < tables[k][quantity].size(); ++i) {
        const double difference = std::abs(tables[k][quantity][i] - tables[k - 1][quantity][i]);
        if (!(difference <= largest)) largest = difference;
      }
      result.push_back(largest);
    }
    return result;
  };
  // the contraction where the state's error is largest
  const auto of_state = [&](ErrorEstimate NormError::*part) {
    const auto worst = std::max_element(run.errors.begin(), run.errors.end(),
                                        [part](const NormError &a, const NormError &b) {
                                          return (a.*part).value / a.scale < (b.*part).value / b.scale;
                                        });
    return (*worst).*part;
  };
  const ErrorEstimate in_space_of_state = of_state(&NormError::space),
                      in_time_of_state = of_state(&NormError::in_time);
  std::vector<ErrorEstimate> result;
  for (std::size_t q = 0; q < levels.front().size(); ++q) {
    double scale = 0;
    for (const double value : levels.front()[q]) scale = std::max(scale, std::abs(value));
    ErrorEstimate estimate = error_estimate_of_number(differences_of(tolerances, q), fastest_in_time,
                                                      round_off * scale, in_time_of_state);
    estimate.value += round_off * scale;
    if (with_space) {
      // Quantities may converge with twice the order of the state.
      const double in_time = estimate.value;
      estimate = error_estimate_of_number(differences_of(levels, q), std::ldexp(1., -2 * int(run.degree())),
                                          in_time, in_space_of_state);
      estimate.value += in_time;
    }
    if (std::isnan(estimate.value)) estimate.value = std::numeric_limits<double>::infinity();
    result.push_back(estimate);
  }
  return result;
}

}  // namespace gammaflow
