// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/particles/particle_kernel.h>
#include <gammaflow/study/ensembles/ensemble_sweep.h>

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>

namespace gammaflow
{
namespace
{
/// The particles at the end; of `coarser` times the steps or the tolerance.
PointMeasure last_state(const EnsemblePlan &plan, std::size_t number, long seed, double coarser,
                        const std::function<void(double)> &progress)
{
  Parameters parameters = plan.particles;
  parameters.set("particles", "number", std::to_string(number));
  parameters.set("particles", "seed", std::to_string(seed));
  parameters.set("time", "outputs", "1");
  if (coarser > 1) {
    const auto step = number_in(parameters.text("particles", "step"));
    if (step)
      parameters.set("particles", "step", all_digits(*step * coarser));
    else
      parameters.set("time", "tolerance",
                     all_digits(std::min(0.1, coarser * parameters.number("time", "tolerance"))));
  }
  return ParticleSystem::build(parameters).trajectory(progress).states.back();
}

using Distances = std::vector<std::shared_ptr<const ParticleDistance>>;

EnsembleValues::Entry values_of(const PointMeasure &state, const Distances &distances)
{
  EnsembleValues::Entry entry;
  for (const auto &distance : distances) {
    const auto value = distance->to(state);
    entry.values.push_back(value.value);
    entry.errors.push_back(value.error);
  }
  return entry;
}

/// What is not known of one size: each seed, and the first one with coarser steps. `tell` may be called by
/// several threads at a time.
void complete(EnsembleValues &values, const EnsemblePlan &plan, std::size_t number,
              const Distances &distances, EnsembleStore &store, const std::function<void(double part)> &tell)
{
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < plan.seeds.size(); ++i)
    if (!values.of_seeds[i]) missing.push_back(i);
  const bool is_new = !missing.empty() || !values.coarser;
  std::mutex one_at_a_time;
  std::size_t done = plan.seeds.size() - missing.size();
  const auto within = [&](double fraction) {
    const std::lock_guard<std::mutex> guard(one_at_a_time);
    tell((double(done) + fraction) / double(plan.seeds.size() + 1));
  };
  parallel_ranges(missing.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      const PointMeasure state = last_state(plan, number, plan.seeds[missing[k]], 1, within);
      EnsembleValues::Entry entry = values_of(state, distances);
      const std::lock_guard<std::mutex> guard(one_at_a_time);
      values.of_seeds[missing[k]] = std::move(entry);
      ++done;
      store.keep(number, values, false);
    }
  });
  if (!values.coarser)
    values.coarser = values_of(last_state(plan, number, plan.seeds.front(), 10, within), distances);
  if (is_new) store.keep(number, values, true);
}

/// The k-th distance of the ensembles of one size.
EnsembleDistance distance_of(const EnsembleValues &all, std::size_t k, std::size_t number)
{
  EnsembleDistance distance;
  distance.number = number;
  for (const auto &entry : all.of_seeds) {
    distance.values.push_back(entry->values[k]);
    distance.of_distance = std::max(distance.of_distance, entry->errors[k]);
  }
  distance.of_time = std::abs(all.coarser->values[k] - distance.values.front());
  set_statistics(distance);
  return distance;
}
}  // namespace

void set_statistics(EnsembleDistance &distance)
{
  const double n = double(distance.values.size());
  distance.mean = std::accumulate(distance.values.begin(), distance.values.end(), 0.) / n;
  if (n < 2) return;
  double square = 0;
  for (const double value : distance.values) square += (value - distance.mean) * (value - distance.mean);
  distance.spread = std::sqrt(square / (n - 1));
  const double quantile = boost::math::quantile(boost::math::students_t(n - 1), 0.975);
  distance.of_seeds = quantile * distance.spread / std::sqrt(n);
}

std::vector<std::shared_ptr<const ParticleDistance>> distances_from(const EnsemblePlan &plan,
                                                                    std::shared_ptr<const Space> space,
                                                                    const Vector &density)
{
  const Parameters &parameters = plan.particles;
  const auto kernel = make_particle_kernel(parameters, "energy kernel", Domain::read(parameters));
  const ParticleDistance::Context context{
      space, density, std::shared_ptr<const RadialKernel>(kernel, &kernel->profile()), plan.numbers.back()};
  std::vector<std::shared_ptr<const ParticleDistance>> distances;
  for (const PredictedOrder &predicted : plan.orders) {
    if (const std::string why = why_not_applicable(predicted.distance, context); !why.empty())
      parameters.reject("particle study", "distances", "'" + predicted.distance + "': " + why, "others");
    distances.push_back(Registry<ParticleDistance>::make(predicted.distance, context));
  }
  return distances;
}

EnsembleSweep measure_ensembles(const EnsemblePlan &plan, const std::string &folder,
                                const EnsembleMonitor &monitor)
{
  const auto tell = [&](double fraction, const std::string &what) {
    if (monitor.progress) monitor.progress(fraction, what);
  };
  EnsembleStore store(folder, plan);
  EnsembleSweep sweep;
  if (auto known = store.find_mean_field())
    sweep.mean_field = std::move(*known);
  else {
    tell(0, "mean field");
    CertificationMonitor certification;
    certification.log = monitor.log;
    certification.progress = [&](double, const std::string &what) { tell(0, "mean field: " + what); };
    const CertifiedEvolution run = certified_evolution(plan.mean_field, plan.tolerance, certification);
    store.keep(run);
    sweep.mean_field = mean_field_of(run);
  }
  const MeanField &field = sweep.mean_field;
  const auto distances = distances_from(plan, field.space, field.density);
  const ParticleDistance::Bars bars = [&field](const std::string &norm) -> std::optional<double> {
    const auto bar = field.bars.find(norm);
    return bar == field.bars.end() ? std::nullopt : std::optional<double>(bar->second);
  };

  double all = 0, done = 0;
  for (const std::size_t n : plan.numbers) all += double(n);
  sweep.distances.resize(plan.orders.size());
  for (const std::size_t n : plan.numbers) {
    EnsembleValues values = store.find(n);
    complete(values, plan, n, distances, store,
             [&](double part) { tell((done + part * double(n)) / all, "N = " + std::to_string(n)); });
    done += double(n);
    for (std::size_t k = 0; k < distances.size(); ++k) {
      EnsembleDistance distance = distance_of(values, k, n);
      const auto bar = distances[k]->of_bars(bars);
      distance.of_mean_field = bar ? *bar : std::numeric_limits<double>::infinity();
      sweep.distances[k].push_back(distance);
    }
  }
  return sweep;
}

}  // namespace gammaflow
