// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/particles/particle_kernel.h>
#include <gammaflow/study/ensembles/ensemble_sweep.h>

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
PointMeasure last_state(const EnsemblePlan &plan, std::size_t number, long seed, double coarser)
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
  return ParticleSystem::build(parameters).trajectory().states.back();
}

/// The error bars of the density at the end, for those who ask by the name of a
/// norm.
ParticleDistance::Bars bars_of(const CertifiedEvolution &run)
{
  return [&run](const std::string &norm) -> std::optional<double> {
    std::optional<double> bar;
    for (const NormError &error : run.errors)
      if (error.norm == norm && error.time == run.evolution().times.back()) bar = error.bar();
    return bar;
  };
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

EnsembleSweep measure_ensembles(const EnsemblePlan &plan, const EnsembleMonitor &monitor)
{
  const auto tell = [&](double fraction, const std::string &what) {
    if (monitor.progress) monitor.progress(fraction, what);
  };
  tell(0, "mean field");
  CertificationMonitor certification;
  certification.log = monitor.log;
  EnsembleSweep sweep;
  sweep.mean_field = certified_evolution(plan.mean_field, plan.tolerance, certification);
  const Trajectory &flow = sweep.mean_field.evolution();
  const auto space = flow.space_of(flow.times.size() - 1);
  const Vector &density = flow.states.back();
  const auto distances = distances_from(plan, space, density);
  const ParticleDistance::Bars bars = bars_of(sweep.mean_field);

  double all = 0, done = 0;
  for (const std::size_t n : plan.numbers) all += double(n);
  sweep.distances.resize(plan.orders.size());
  for (const std::size_t n : plan.numbers) {
    tell(done / all, "N = " + std::to_string(n));
    std::vector<EnsembleDistance> of_number(plan.orders.size());
    for (auto &distance : of_number) distance.values.resize(plan.seeds.size());
    std::vector<double> errors(plan.orders.size() * plan.seeds.size());
    parallel_ranges(plan.seeds.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const PointMeasure state = last_state(plan, n, plan.seeds[i], 1);
        for (std::size_t k = 0; k < distances.size(); ++k) {
          const auto value = distances[k]->to(state);
          of_number[k].values[i] = value.value;
          errors[k * plan.seeds.size() + i] = value.error;
        }
      }
    });
    const PointMeasure coarser = last_state(plan, n, plan.seeds.front(), 10);
    for (std::size_t k = 0; k < distances.size(); ++k) {
      const auto first = errors.begin() + std::ptrdiff_t(k * plan.seeds.size());
      of_number[k].of_distance = *std::max_element(first, first + std::ptrdiff_t(plan.seeds.size()));
      of_number[k].of_time = std::abs(distances[k]->to(coarser).value - of_number[k].values.front());
    }
    done += double(n);
    for (std::size_t k = 0; k < distances.size(); ++k) {
      EnsembleDistance &distance = of_number[k];
      distance.number = n;
      set_statistics(distance);
      const auto bar = distances[k]->of_bars(bars);
      distance.of_mean_field = bar ? *bar : std::numeric_limits<double>::infinity();
      sweep.distances[k].push_back(distance);
    }
  }
  return sweep;
}

}  // namespace gammaflow
