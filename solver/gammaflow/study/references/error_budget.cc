#include <gammaflow/base/sums.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/pointwise_flow.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/numbers_over_time.h>

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
  Vector source = u, result = to.zero();
  if (positive)
    for (double &value : source) value = std::log(value);
  interpolate(source, result);
  if (positive) {
    for (double &value : result) value = std::exp(value);
    result *= from.integrate(u) / to.integrate(result);
  }
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
  run.rough = roughness_of_formulas(flow, *run.fine->space_of(0));
  run.pointwise = is_pointwise(flow, run.coarse->space_of(0));
  constexpr std::size_t most_nodes = 1000000;
  if (run.pointwise && run.rough == 0 && level == 1 && cache.nodes(flow, 2) <= most_nodes)
    run.finer = cache.evolution(flow, {2, tolerance, 0.5}, leader);
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
    error.value.push_back(error.delta_space.back() + error.delta_time.back());
  }
  return error;
}

std::vector<double> error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                                const DistanceOn &distance_on)
{
  const auto on_level = [&](const Trajectory &u, const Trajectory &v) {
    std::vector<double> d;
    for (std::size_t i = 0; i < u.states.size(); ++i)
      d.push_back(distance_on(u.space_of(i)).between(u.states[i], v.states[i]));
    return d;
  };
  const std::vector<double> fine = on_level(*a.fine, *b.fine), coarse = on_level(*a.coarse, *b.coarse),
                            coarser = a.coarser && b.coarser ? on_level(*a.coarser, *b.coarser)
                                                             : std::vector<double>(),
                            finer = a.finer && b.finer ? on_level(*a.finer, *b.finer) : std::vector<double>();
  Table differences(fine.size());
  std::vector<double> noise(fine.size());
  constexpr double round_off = 1e-14;
  for (std::size_t i = 0; i < fine.size(); ++i) {
    noise[i] = round_off * std::abs(fine[i]);
    differences[i] = {coarse[i] - fine[i]};
    if (!coarser.empty()) differences[i].push_back(coarser[i] - coarse[i]);
    if (!finer.empty()) differences[i].insert(differences[i].begin(), fine[i] - finer[i]);
  }
  const double rough = std::max(a.rough, b.rough);
  std::vector<double> bars;
  if (rough > 0) {
    std::vector<double> first, second;
    for (const auto &difference : differences) {
      first.push_back(std::abs(difference[0]));
      second.push_back(difference.size() > 1 ? std::abs(difference[1]) : 0.);
    }
    const double r = std::clamp(largest(second) > 0 ? largest(first) / largest(second) : rough, rough,
                                std::max(rough, 0.9));
    for (std::size_t i = 0; i < fine.size(); ++i)
      bars.push_back(4 * std::max(first[i], r * second[i]) * std::max(1., r / (1 - r)) + noise[i]);
    return bars;
  }
  const Space &space = *a.fine->space_of(0);
  // Sums over the nodes converge with up to twice the order of interpolation, maxima with that.
  const double interpolation = std::ldexp(1., -int(space.degree()) - 1),
               fastest = distance_on(a.fine->space_of(0)).at_points()
                             ? interpolation
                             : std::ldexp(1., -2 * int(space.degree()));
  ErrorEstimate of_state;
  of_state.contraction = interpolation;
  for (const ErrorEstimate &bar : estimates_over_time(differences, fastest, noise, of_state, fastest)) {
    const std::size_t i = bars.size();
    bars.push_back(bar.value + noise[i] + (finer.empty() ? 0. : std::abs(fine[i] - finer[i])));
  }
  return bars;
}

namespace
{
/// The error in time of the distance between pointwise flows. d(a, b) changes less than a and b do, so the
/// triangle inequality says too much: `triangle` are its bars, nine times the error for errors proportional
/// to the tolerance. From |d - d_loose|, the largest of this time and later ones, two at least, with the
/// contraction of twice a tenth and a safety factor of 3; not below a ninth of the triangle inequality's.
std::vector<double> time_error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                                     const DistanceOn &distance_on,
                                                     const std::vector<double> &fine,
                                                     const std::vector<double> &triangle)
{
  std::vector<double> change;
  for (std::size_t i = 0; i < fine.size(); ++i)
    change.push_back(std::abs(
        fine[i] - distance_on(a.loose->space_of(i)).between(a.loose->states[i], b.loose->states[i])));
  std::vector<double> bars;
  for (std::size_t i = 0; i < fine.size(); ++i) {
    const std::size_t from = std::min(i, fine.size() - std::min<std::size_t>(2, fine.size()));
    const double most = *std::max_element(change.begin() + std::ptrdiff_t(from), change.end());
    const double r = 0.2;
    bars.push_back(std::min(triangle[i], std::max(triangle[i] / 9, 3 * most * r / (1 - r))));
  }
  return bars;
}
}  // namespace

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
      result.delta_time.push_back(triangle_error_bar(d, error_a.delta_time[i], error_b.delta_time[i], m));
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
  if (pointwise)
    result.delta_time = time_error_of_pointwise_distance(a, b, distance_on, result.value, result.delta_time);
  return result;
}

Measured measure_difference(const RefinedEvolution &a, const RefinedEvolution &b,
                            const std::function<double(const LedgerRow &)> &quantity)
{
  Measured result;
  for (std::size_t i = 0; i < a.fine->ledger.size(); ++i) {
    double space = 0, time = 0;
    for (const RefinedEvolution *run : {&a, &b}) {
      const double fine = quantity(run->fine->ledger[i]), coarse = quantity(run->coarse->ledger[i]);
      const double second = run->coarser ? std::abs(coarse - quantity(run->coarser->ledger[i])) : 0.;
      space += geometric_tail(std::abs(fine - coarse), second, run->coarser != nullptr, run->rough);
      time += std::abs(fine - quantity(run->loose->ledger[i]));
    }
    result.value.push_back(std::abs(quantity(a.fine->ledger[i]) - quantity(b.fine->ledger[i])));
    result.delta_space.push_back(space);
    result.delta_time.push_back(time);
  }
  return result;
}

}  // namespace gammaflow
