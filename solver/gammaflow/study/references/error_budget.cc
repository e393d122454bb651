// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/spaces/by_logarithm.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/pointwise_flow.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/pointwise_distance.h>
#include <gammaflow/study/references/time_window.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace gammaflow
{
namespace
{
/// `interpolate(v, result)`: of the logarithm, or of u itself.
template <class Interpolate>
Vector carried_by(const Interpolate &interpolate, const Vector &u, const Space &from, const Space &to)
{
  if (&from == &to) return u;
  const bool positive = from.minimum(u) > 0;
  Vector result = by_logarithm(u, positive, to, interpolate);
  if (positive) result *= from.integrate(u) / to.integrate(result);
  return result;
}
}  // namespace

Vector carried(const Vector &u, const Space &from, const Space &to)
{
  const auto interpolate = [&](const Vector &v, Vector &result) {
    if (from.degree() == to.degree())
      to.interpolate(from, v, result);
    else
      result = to.sample([&](const Point &x) { return from.evaluate(v, x); });
  };
  return carried_by(interpolate, u, from, to);
}

Vector carried(const Parameters &parameters, const Vector &u, const Space &from, const Space &to)
{
  const bool adapted = !refinement_of(from).empty() || !refinement_of(to).empty();
  if (!adapted || from.degree() != to.degree()) return carried(u, from, to);
  const auto interpolate = [&](const Vector &v, Vector &result) {
    result = transferred(parameters, from, v, to);
  };
  return carried_by(interpolate, u, from, to);
}

Vector with_mass_of(const Vector &u, Vector v, const Space &space)
{
  const double mass = space.integrate(u), own = space.integrate(v);
  if (space.minimum(u) > 0 && space.minimum(v) > 0)
    v *= mass / own;
  else
    v.add((mass - own) / space.volume());
  return v;
}

namespace
{
/// Not a number where one is not.
double largest(const std::vector<double> &values)
{
  return std::max(largest_of(values.size(), [&](std::size_t i) { return values[i]; }), 0.);
}
}  // namespace

double geometric_tail(double fine_to_coarse, double coarse_to_coarser, bool have_coarser, double rough)
{
  if (!have_coarser) return (rough > 0 ? 4 : 2) * fine_to_coarse;
  if (std::isnan(coarse_to_coarser)) return coarse_to_coarser;
  if (rough > 0) {
    const double r = std::clamp(fine_to_coarse / std::max(coarse_to_coarser, 1e-300), rough, 0.9);
    return 4 * std::max(fine_to_coarse, rough * coarse_to_coarser) * std::max(1., r / (1 - r));
  }
  const double contraction = coarse_to_coarser > 0 ? std::min(0.9, fine_to_coarse / coarse_to_coarser) : 0.;
  return fine_to_coarse * std::max(1., contraction / (1 - contraction));
}

std::vector<NumberError> errors_of_number(const RefinedEvolution &run, const std::vector<double> &fine,
                                          const std::vector<double> &coarse,
                                          const std::vector<double> &coarser,
                                          const std::vector<double> &loose)
{
  const bool have_coarser = run.coarser != nullptr;
  std::vector<double> differences;
  for (std::size_t i = 0; i < fine.size(); ++i) differences.push_back(fine[i] - loose[i]);
  const std::vector<double> in_time = errors_in_time(differences, Differing::numbers);
  std::vector<NumberError> errors;
  for (std::size_t i = 0; i < fine.size(); ++i)
    errors.push_back(
        {geometric_tail(std::abs(fine[i] - coarse[i]), have_coarser ? std::abs(coarse[i] - coarser[i]) : 0.,
                        have_coarser, run.rough),
         in_time[i]});
  return errors;
}

std::vector<EvolutionCache::Request> requests_of(const Parameters &flow, const unsigned level,
                                                 const double tolerance, const Parameters &leader)
{
  std::vector<EvolutionCache::Request> all = {{flow, {level, tolerance, 0.5}, leader},
                                              {flow, {level, 10 * tolerance, 1.}, leader},
                                              {flow, {level - 1, tolerance, 0.5}, leader}};
  if (level >= 2) all.push_back({flow, {level - 2, tolerance, 0.5}, leader});
  return all;
}

RefinedEvolution refined_evolution(EvolutionCache &cache, const Parameters &flow, unsigned level,
                                   double tolerance, const Parameters &leader)
{
  const auto requests = requests_of(flow, level, tolerance, leader);
  cache.prepare(requests);
  const auto evolution = [&](std::size_t k) { return cache.evolution(flow, requests[k].accuracy, leader); };
  RefinedEvolution run;
  run.flow = flow;
  run.accuracy = requests[0].accuracy;
  run.fine = evolution(0);
  run.coarse = evolution(2);
  if (level >= 2) run.coarser = evolution(3);
  run.loose = evolution(1);
  run.rough = roughness_of_formulas(flow, run.fine->space_of(0)).contraction;
  run.pointwise = is_pointwise(flow, run.coarse->space_of(0));
  return run;
}

double Measured::sup() const
{
  return largest(value);
}
double Measured::sup_delta_space() const
{
  return largest(delta_space);
}
double Measured::sup_delta_time() const
{
  return largest(delta_time);
}

double Measured::sup_delta() const
{
  std::vector<double> sum = delta_space;
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += delta_time[i];
  return largest(sum);
}

DistanceOn on_each(const std::string &name)
{
  return [name, made = std::make_shared<std::map<const Space *, std::shared_ptr<const Distance>>>()](
             const auto &space) -> const Distance & {
    auto &distance = (*made)[space.get()];
    if (!distance) distance = Registry<Distance>::make(name, {space, nullptr});
    return *distance;
  };
}

Measured estimated_error(const RefinedEvolution &run, const DistanceOn &distance_on)
{
  Measured error;
  for (std::size_t i = 0; i < run.fine->states.size(); ++i) {
    const auto fine = run.fine->space_of(i);
    const Distance &distance = distance_on(fine);
    const auto on_fine = [&](const Trajectory &other) {
      return carried(run.flow, other.states[i], *other.space_of(i), *fine);
    };
    const Vector coarse = on_fine(*run.coarse);
    const double first = distance.between(run.fine->states[i], coarse);
    const double second = run.coarser ? distance.between(coarse, on_fine(*run.coarser)) : 0.;
    error.delta_space.push_back(geometric_tail(first, second, run.coarser != nullptr, run.rough));
    error.delta_time.push_back(distance.between(run.fine->states[i], run.loose->states[i]));
  }
  error.delta_time = errors_in_time(error.delta_time, Differing::states);
  for (std::size_t i = 0; i < error.delta_time.size(); ++i)
    error.value.push_back(error.delta_space[i] + error.delta_time[i]);
  return error;
}

Measured measure_distance(const RefinedEvolution &a, const RefinedEvolution &b, const DistanceOn &distance_on,
                          double metric_power)
{
  const Measured error_a = estimated_error(a, distance_on), error_b = estimated_error(b, distance_on);
  const bool pointwise = a.pointwise && b.pointwise;
  const std::vector<double> of_distance =
      pointwise ? error_of_pointwise_distance(a, b, distance_on) : std::vector<double>();
  Measured result;
  const double m = metric_power;
  for (std::size_t i = 0; i < a.fine->states.size(); ++i) {
    const auto [d, of_quadrature] =
        distance_on(a.fine->space_of(i)).measured(a.fine->states[i], b.fine->states[i]);
    if (pointwise) {
      result.value.push_back(d);
      result.delta_space.push_back(of_distance[i] + of_quadrature);
      result.delta_time.push_back(
          a.tight && b.tight ? time_error_of_pointwise_distance(a, b, distance_on, i, m)
                             : triangle_error_bar(d, error_a.delta_time[i], error_b.delta_time[i], m));
      continue;
    }
    const double space = triangle_error_bar(d, error_a.delta_space[i], error_b.delta_space[i], m),
                 time = triangle_error_bar(d, error_a.delta_time[i], error_b.delta_time[i], m);
    // Of powers of metrics both together are more than their sum, which is what they share in.
    const auto whole = [&](const Measured &error) {
      return triangle_error_bar(0, error.delta_space[i], error.delta_time[i], m);
    };
    const double together =
        space + time > 0 ? triangle_error_bar(d, whole(error_a), whole(error_b), m) / (space + time) : 1;
    result.value.push_back(d);
    result.delta_space.push_back(space * together + of_quadrature);
    result.delta_time.push_back(time * together);
  }
  return result;
}

Measured measure_difference(const RefinedEvolution &a, const RefinedEvolution &b,
                            const std::function<double(const LedgerRow &)> &quantity)
{
  const auto along = [&](const std::shared_ptr<const Trajectory> &t) {
    std::vector<double> values;
    if (!t) return values;
    for (const LedgerRow &row : t->ledger) values.push_back(quantity(row));
    return values;
  };
  const std::vector<double> of_a = along(a.fine), of_b = along(b.fine);
  Measured result;
  for (std::size_t i = 0; i < of_a.size(); ++i) result.value.push_back(std::abs(of_a[i] - of_b[i]));
  const bool pointwise = a.pointwise && b.pointwise, tight = pointwise && a.tight && b.tight;
  const NumberOf number = [&](const Trajectory &t, std::size_t i) { return quantity(t.ledger[i]); };
  result.delta_space.assign(of_a.size(), 0);
  result.delta_time = result.delta_space;
  for (const RefinedEvolution *run : {&a, &b}) {
    const auto errors =
        errors_of_number(*run, along(run->fine), along(run->coarse), along(run->coarser), along(run->loose));
    for (std::size_t i = 0; i < of_a.size(); ++i) {
      result.delta_space[i] += errors[i].space;
      result.delta_time[i] += errors[i].time;
    }
  }
  if (pointwise) result.delta_space = error_of_pointwise_number(a, b, number);
  for (std::size_t i = 0; tight && i < of_a.size(); ++i)
    result.delta_time[i] = time_error_of_pointwise_number(a, b, number, i);
  return result;
}

}  // namespace gammaflow
