// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/study/references/numbers_over_time.h>
#include <gammaflow/study/references/pointwise_distance.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace gammaflow
{
namespace
{
/// Of what is known to change, for the little that is estimated of what is left.
constexpr double safety = 1.25;
/// Of the change from a tight evolution, for what the tight one is wrong by.
constexpr double tenth = 0.1;

/// The same computation of both flows.
struct Pair {
  const Trajectory *a, *b;
};

/// Finest first, as far as both have them.
std::vector<Pair> on_levels(const RefinedEvolution &a, const RefinedEvolution &b)
{
  std::vector<Pair> levels;
  for (const auto level : {&RefinedEvolution::finest, &RefinedEvolution::finer, &RefinedEvolution::fine,
                           &RefinedEvolution::coarse, &RefinedEvolution::coarser})
    if (a.*level && b.*level) levels.push_back({(a.*level).get(), (b.*level).get()});
  return levels;
}

double between(const Pair &flows, const DistanceOn &distance_on, std::size_t i)
{
  return distance_on(flows.a->space_of(i)).between(flows.a->states[i], flows.b->states[i]);
}

/// [time][k]: d_(k+1) - d_k.
Table differences_of(const std::vector<std::vector<double>> &d)
{
  Table differences(d.front().size());
  for (std::size_t i = 0; i < differences.size(); ++i)
    for (std::size_t k = 1; k < d.size(); ++k) differences[i].push_back(d[k][i] - d[k - 1][i]);
  return differences;
}

double largest_at(const Table &differences, std::size_t k)
{
  double largest = 0;
  for (const auto &at_time : differences) largest = std::max(largest, std::abs(at_time[k]));
  return largest;
}

/// The weaker of two ratios in a row, where both are faster than `known`.
double fastest_seen(const Table &differences, double known)
{
  if (differences.front().size() < 3) return known;
  const double d0 = largest_at(differences, 0), d1 = largest_at(differences, 1),
               d2 = largest_at(differences, 2);
  return d2 > 0 && d1 > 0 ? std::min(known, std::max(d0 / d1, d1 / d2)) : known;
}

std::vector<double> bars_of_sums(const Table &differences, unsigned degree, const std::vector<double> &noise)
{
  const double fastest =
      fastest_seen(differences, std::max(std::ldexp(1., -2 * int(degree)), std::ldexp(1., -int(degree) - 2)));
  ErrorEstimate of_state;
  of_state.contraction = std::ldexp(1., -int(degree) - 1);
  std::vector<double> bars;
  for (const ErrorEstimate &bar : estimates_over_time(differences, fastest, noise, of_state, fastest))
    bars.push_back(bar.value);
  return bars;
}

std::vector<double> bars_of_rough_data(const Table &differences, double rough)
{
  const bool two = differences.front().size() > 1;
  const double first = largest_at(differences, 0), second = two ? largest_at(differences, 1) : 0;
  const double r = std::clamp(second > 0 ? first / second : rough, rough, std::max(rough, 0.9));
  std::vector<double> bars;
  for (const auto &d : differences)
    bars.push_back(4 * std::max(std::abs(d[0]), two ? r * std::abs(d[1]) : 0.) * std::max(1., r / (1 - r)));
  return bars;
}

/// The bars of a number that is known on all levels, d[level][time], finest first: of its value on level
/// `own`.
std::vector<double> bars_of_numbers(const std::vector<std::vector<double>> &d, std::size_t own, double rough,
                                    unsigned degree, const std::vector<double> &noise)
{
  const Table differences = differences_of(d);
  std::vector<double> bars =
      rough > 0 ? bars_of_rough_data(differences, rough) : bars_of_sums(differences, degree, noise);
  for (std::size_t i = 0; i < bars.size(); ++i) bars[i] += safety * std::abs(d[own][i] - d[0][i]) + noise[i];
  return bars;
}

Vector difference(const Pair &flows, std::size_t i)
{
  Vector result = flows.a->states[i];
  result -= flows.b->states[i];
  return result;
}

/// At each node of a box the sum over the directions of |w_k - (the line through its neighbours)|, twice: of
/// a kink between two nodes the tip stands out by no more than the sum of both.
std::vector<double> bends(const TensorGrid &grid, const Vector &w)
{
  std::vector<double> result(size(w), 0.);
  std::size_t stride = 1;
  for (unsigned d = 0; d < grid.dim; ++d) {
    const std::vector<double> &x = grid.direction[d].nodes;
    for (std::size_t i = 0; i < result.size(); ++i) {
      const std::size_t k = i / stride % x.size();
      if (k == 0 || k + 1 == x.size()) continue;
      const double part = (x[k] - x[k - 1]) / (x[k + 1] - x[k - 1]), before = data(w)[i - stride];
      result[i] += 2 * std::abs(data(w)[i] - before - part * (data(w)[i + stride] - before));
    }
    stride *= x.size();
  }
  return result;
}

/// What the maximum of |w| over the nodes of a box may miss of kinks and cusps: twice what the bends at a
/// node and at its neighbours allow.
double bar_of_rough_maximum(const TensorGrid &grid, const Vector &w)
{
  const std::vector<double> bend = bends(grid, w);
  double largest = 0, most = 0;
  for (std::size_t i = 0; i < bend.size(); ++i) {
    double beside = 0;
    std::size_t stride = 1;
    for (unsigned d = 0; d < grid.dim; ++d) {
      const std::size_t n = grid.direction[d].size(), k = i / stride % n;
      if (k > 0) beside = std::max(beside, bend[i - stride]);
      if (k + 1 < n) beside = std::max(beside, bend[i + stride]);
      stride *= n;
    }
    const double here = std::abs(data(w)[i]);
    largest = std::max(largest, here);
    most = std::max(most, here + 2 * (bend[i] + beside));
  }
  return most - largest;
}

/// What max |a - b| on the finest mesh may be wrong by.
double bar_of_maximum(const std::vector<Pair> &levels, const DistanceOn &distance_on, std::size_t i)
{
  const auto finest = levels.front().a->space_of(i);
  const Distance &distance = distance_on(finest);
  const Vector zero = finest->zero(), u = difference(levels.front(), i);
  Vector last = u;
  std::vector<Vector> deltas;
  std::vector<double> missed;
  for (std::size_t k = 1; k < levels.size(); ++k) {
    const auto coarse = levels[k].a->space_of(i);
    Vector next = finest->zero();
    finest->interpolate(*coarse, difference(levels[k], i), next);
    missed.push_back(distance.between(last, next));
    last -= next;
    deltas.push_back(last);
    last = next;
  }
  if (!(missed[0] > 0)) return 0;
  const double fastest = std::ldexp(1., -int(finest->degree()) - 1);
  const ErrorEstimate error = error_estimate(missed, fastest, 0);
  double most = 0, part = error.value / missed[0];
  for (const Vector &delta : deltas) {
    for (const double sign : {-1., 1.}) {
      Vector v = u;
      v.add(sign * part, delta);
      most = std::max(most, distance.between(v, zero));
    }
    part *= error.series;
  }
  return most - distance.between(u, zero);
}
}  // namespace

void add_finer(EvolutionCache &cache, RefinedEvolution &a, RefinedEvolution &b, const Parameters &leader)
{
  if (!a.pointwise || !b.pointwise || a.fine->adapted()) return;
  using Accuracy = EvolutionCache::Accuracy;
  const auto tighter = [](Accuracy accuracy) {
    constexpr double tightest = 1e-14;
    accuracy.tolerance = std::max(tightest, 1e-2 * accuracy.tolerance);
    accuracy.step_cap /= 2;
    return accuracy;
  };
  const auto finer_by = [](unsigned levels) {
    return [levels](Accuracy accuracy) {
      accuracy.level += levels;
      return accuracy;
    };
  };
  const auto has_room = [&](unsigned levels, double most_nodes) {
    const unsigned level = a.accuracy.level + levels;
    const double nodes = double(std::max(cache.nodes(a.flow, level), cache.nodes(b.flow, level)));
    const double bytes = 2 * nodes * double(a.fine->times.size()) * sizeof(double);
    return nodes <= most_nodes && bytes <= 0x1p20 / 4 * a.flow.number("memory", "limit");
  };
  using Companion = std::shared_ptr<const Trajectory> RefinedEvolution::*;
  std::vector<std::pair<Companion, std::function<Accuracy(Accuracy)>>> wanted{
      {&RefinedEvolution::tight, tighter}};
  if (!(a.rough > 0) && !(b.rough > 0) && has_room(1, 1e6)) {
    wanted.emplace_back(&RefinedEvolution::finer, finer_by(1));
    if (has_room(2, 2e5)) wanted.emplace_back(&RefinedEvolution::finest, finer_by(2));
  }
  std::vector<EvolutionCache::Request> requests;
  for (const auto &[companion, change] : wanted)
    for (const RefinedEvolution *run : {&a, &b})
      requests.push_back({run->flow, change(run->accuracy), leader});
  try {
    cache.prepare(requests);
  } catch (const NumericalFailure &) {  // found again below, by the one that fails
  }
  // one that cannot be computed, as where an inverse is not solved for more accurately, leaves the wider bar
  // without it
  for (const auto &[companion, change] : wanted) try {
      for (RefinedEvolution *run : {&a, &b})
        run->*companion = cache.evolution(run->flow, change(run->accuracy), leader);
    } catch (const NumericalFailure &) {
      a.*companion = b.*companion = nullptr;
    }
}

namespace
{
constexpr double round_off = 1e-14;

std::size_t level_of_fine(const RefinedEvolution &a, const RefinedEvolution &b,
                          const std::vector<Pair> &levels)
{
  return levels.size() - (a.coarser && b.coarser ? 3 : 2);
}
}  // namespace

std::vector<double> error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                                const DistanceOn &distance_on)
{
  const std::vector<Pair> levels = on_levels(a, b);
  const std::size_t times = a.fine->states.size(), own = level_of_fine(a, b, levels);
  std::vector<std::vector<double>> d(levels.size());
  for (std::size_t k = 0; k < levels.size(); ++k)
    for (std::size_t i = 0; i < times; ++i) d[k].push_back(between(levels[k], distance_on, i));
  std::vector<double> noise;
  for (const double value : d[own]) noise.push_back(round_off * std::abs(value));
  const double rough = std::max(a.rough, b.rough);
  const bool at_points = distance_on(a.fine->space_of(0)).at_points();
  if (!at_points) return bars_of_numbers(d, own, rough, a.fine->space_of(0)->degree(), noise);
  std::vector<double> bars;
  const TensorGrid *grid = rough > 0 ? levels.front().a->space_of(0)->tensor_grid() : nullptr;
  if (rough > 0) bars = bars_of_rough_data(differences_of(d), rough);
  for (std::size_t i = 0; i < times; ++i) {
    if (grid != nullptr)
      bars[i] = std::max(bars[i], bar_of_rough_maximum(*grid, difference(levels.front(), i)));
    if (rough > 0) continue;
    bars.push_back(bar_of_maximum(levels, distance_on, i));
    if (own < 2) continue;
    const std::vector<Pair> from_finer(levels.begin() + 1, levels.end());
    bars.back() =
        std::min(bars.back(), bar_of_maximum(from_finer, distance_on, i) +
                                  safety * (std::abs(d[own][i] - d[1][i]) - std::abs(d[own][i] - d[0][i])));
  }
  for (std::size_t i = 0; i < times; ++i) bars[i] += safety * std::abs(d[own][i] - d[0][i]) + noise[i];
  return bars;
}

std::vector<double> error_of_pointwise_number(const RefinedEvolution &a, const RefinedEvolution &b,
                                              const NumberOf &number)
{
  const std::vector<Pair> levels = on_levels(a, b);
  const std::size_t times = a.fine->states.size(), own = level_of_fine(a, b, levels);
  std::vector<std::vector<double>> d(levels.size());
  std::vector<double> noise;
  for (std::size_t k = 0; k < levels.size(); ++k)
    for (std::size_t i = 0; i < times; ++i) {
      const double of_a = number(*levels[k].a, i), of_b = number(*levels[k].b, i);
      d[k].push_back(of_a - of_b);
      if (k == own) noise.push_back(round_off * (std::abs(of_a) + std::abs(of_b)));
    }
  return bars_of_numbers(d, own, std::max(a.rough, b.rough), a.fine->space_of(0)->degree(), noise);
}

double time_error_of_pointwise_number(const RefinedEvolution &a, const RefinedEvolution &b,
                                      const NumberOf &number, std::size_t i)
{
  const double change_of_a = number(*a.fine, i) - number(*a.tight, i),
               change_of_b = number(*b.fine, i) - number(*b.tight, i);
  return safety * std::abs(change_of_a - change_of_b) +
         tenth * (std::abs(change_of_a) + std::abs(change_of_b));
}

double time_error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                        const DistanceOn &distance_on, std::size_t i, double metric_power)
{
  const Distance &distance = distance_on(a.fine->space_of(i));
  const auto of_tight = [&](const RefinedEvolution &run) {
    return std::pow(tenth, 1 / metric_power) * distance.between(run.fine->states[i], run.tight->states[i]);
  };
  const double d = between({a.tight.get(), b.tight.get()}, distance_on, i);
  return safety * std::abs(d - between({a.fine.get(), b.fine.get()}, distance_on, i)) +
         triangle_error_bar(d, of_tight(a), of_tight(b), metric_power);
}

}  // namespace gammaflow
