// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/study/candidates/free_energy_of.h>
#include <gammaflow/study/candidates/held_candidate.h>
#include <gammaflow/study/candidates/known_mass.h>
#include <gammaflow/study/candidates/meaning.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Samples of the reference: how many, of how many points.
struct Draws {
  unsigned number;
  std::size_t points;
};

/// Of millions of particles fewer samples are drawn: the spread of a distance falls with their number. Where
/// the law of a distance is known to fall like n^(-1/2), samples of fewer points say the same for less.
Draws draws_of(const ComparisonPlan &plan, const ParticleDistance::Traits &traits, std::size_t n)
{
  constexpr std::size_t enough = 50000;
  if (traits.root_rate && n > 2 * enough) return {std::min(plan.draws, 10u), enough};
  const double affordable =
      traits.all_pairs ? std::max(5., 1e9 / (double(n) * double(n))) : std::max(3., 2e6 / double(n));
  return {unsigned(std::min(double(plan.draws), affordable)), n};
}

bool needs_target(const std::vector<std::string> &distances)
{
  return std::any_of(distances.begin(), distances.end(), [](const std::string &name) {
    return Registry<ParticleDistance>::entries().count(name) != 0 &&
           Registry<ParticleDistance>::traits(name).needs_target;
  });
}

/// The score of the target, and the target at the nodes, where there is one.
void set_target(ParticleDistance::Context &context, const StoredEvolution &reference, double time)
{
  auto target = reference.target(time);
  if (!target || !reference.evolution().positive()) return;
  const auto density =
      std::make_shared<const PointwiseDensity>(reference.parameters(), "target", *context.space);
  context.score = [density](const Point &x) { return density->log_gradient(x); };
  context.target = std::make_shared<const Vector>(std::move(*target));
}

/// The bars of the reference for its density of mass one: where its mass is known they are divided by it;
/// otherwise the mass has an error as well, at most that in L1.
ParticleDistance::Bars bars_at(const StoredEvolution &reference, double time, double mass)
{
  const bool known = mass_is_known(reference);
  const double factor = (known ? 1 : 2) / mass;
  return [&reference, time, factor, known](const std::string &norm) -> std::optional<double> {
    const auto bar = reference.error_bar(norm, time);
    if (!bar || !std::isfinite(*bar)) return std::nullopt;
    if (norm == "L1") return factor * *bar;
    // of the others it is not known what another mass does to them
    if (!known) return std::nullopt;
    // W1 and W2 are of the densities of mass one as they are; the root of a density has the root of the
    // factor
    if (norm == "W1" || norm == "W2") return *bar;
    return (norm == "Hellinger" ? std::sqrt(factor) : factor) * *bar;
  };
}

void sample(const ParticleDistance &distance, const DensitySampler &sampler, std::size_t n,
            const Draws &drawn, unsigned long seed, HeldDistance &held)
{
  std::vector<double> values;
  const unsigned draws = drawn.number;
  held.part_drawn = double(drawn.points) / double(n);
  for (unsigned k = 0; k < draws; ++k)
    values.push_back(std::sqrt(held.part_drawn) * distance.value(sampler.draw(drawn.points, seed + k)));
  held.draws = draws;
  held.sampling_least = *std::min_element(values.begin(), values.end());
  for (const double value : values) held.sampling_mean += value / double(draws);
  for (const double value : values) held.sampling_deviation += std::pow(value - held.sampling_mean, 2);
  held.sampling_deviation = draws > 1 ? std::sqrt(held.sampling_deviation / double(draws - 1)) : 0;
}
}  // namespace

double HeldDistance::error() const
{
  return bar ? own_error + interpolation + *bar : std::numeric_limits<double>::infinity();
}

double HeldDistance::method_low() const
{
  if (meaning == ParticleDistance::Meaning::to_target) return std::numeric_limits<double>::quiet_NaN();
  if (meaning == ParticleDistance::Meaning::of_law) return std::max(0., value - error());
  return std::max(0., value - error() - sampling());
}

double HeldDistance::method_high() const
{
  if (meaning == ParticleDistance::Meaning::to_target) return std::numeric_limits<double>::quiet_NaN();
  if (meaning == ParticleDistance::Meaning::of_law) return value + error();
  return value + error() + sampling();
}

std::vector<HeldSnapshot> held_against(const StoredEvolution &reference,
                                       const std::vector<Snapshot> &candidate, const ComparisonPlan &plan)
{
  const double end = reference.times().back();
  for (const auto &snapshot : candidate) require_time(snapshot.time, snapshot.where, candidate.size(), end);
  std::vector<HeldSnapshot> result;
  for (const auto &snapshot : candidate) {
    HeldSnapshot held;
    held.time = std::min(snapshot.time.value_or(end), end);
    held.where = snapshot.where;
    held.particles = snapshot.particles.size();
    held.effective = effective_size(snapshot.particles);
    held.mass = snapshot.particles.mass();
    const auto space = reference.shared_space(held.time);
    const Vector density = reference.state(held.time);
    const double mass = space->integrate(density);
    if (!plan.accept_outside) require_inside(snapshot, *space);
    if (!plan.normalize) require_mass(snapshot, mass);
    ParticleDistance::Context context{space, density, plan.kernel, held.particles};
    auto names = plan.distances;
    if (names.empty()) names = default_particle_distances(context);
    if (needs_target(names)) set_target(context, reference, held.time);
    if (std::find(names.begin(), names.end(), "free energy") != names.end())
      set_free_energy(context, reference, held.time);
    if (names.empty())
      throw InputError(snapshot.where, "", "cannot be compared: no distance applies on this domain",
                       "an interval, or a domain that is not periodic");
    for (const auto &name : names)
      if (const std::string why = why_not_applicable(name, context); !why.empty())
        throw InputError("--distances", name, why, "distances that apply here");
    const auto bars = bars_at(reference, held.time, mass);
    const DensitySampler sampler(space, density);
    const auto n = std::size_t(std::max(1., std::round(held.effective)));
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (plan.progress)
        plan.progress((double(result.size()) + double(k) / double(names.size())) / double(candidate.size()),
                      names[k]);
      const auto distance = Registry<ParticleDistance>::make(names[k], context);
      HeldDistance entry;
      entry.name = names[k];
      const auto value = distance->to(snapshot.particles);
      entry.value = value.value;
      entry.own_error = value.error;
      entry.why_no_bar = value.why_no_error;
      if (!value.why_no_error.empty())
        entry.no_bar_word = std::isfinite(value.value) ? "narrower than its estimate shows" : "infinite";
      entry.of_candidate = value.of_particles;
      entry.of_reference = value.of_density;
      entry.bar = distance->of_bars_for(snapshot.particles, bars);
      const auto &traits = Registry<ParticleDistance>::traits(names[k]);
      entry.meaning = traits.meaning;
      // of fewer points the density need not be resolved as for all of them
      const Draws drawn = draws_of(plan, traits, n);
      ParticleDistance::Context fewer = context;
      fewer.particles = drawn.points;
      const auto of_fewer = drawn.points < n ? Registry<ParticleDistance>::make(names[k], fewer) : nullptr;
      sample(of_fewer ? *of_fewer : *distance, sampler, n, drawn, plan.seed, entry);
      held.distances.push_back(entry);
    }
    result.push_back(held);
  }
  return result;
}

std::shared_ptr<const RadialKernel> comparison_kernel(const StoredEvolution &reference,
                                                      const std::string &name,
                                                      std::optional<double> bandwidth)
{
  const double end = reference.times().back();
  const Space &space = reference.space(end);
  if (!bandwidth) {
    const PointMeasure points = points_of_density(space, reference.state(end));
    double variance = 0;
    for (unsigned d = 0; d < points.dim(); ++d) {
      double mean = 0, square = 0;
      for (std::size_t i = 0; i < points.size(); ++i) mean += points.weight(i) * points.coordinate(d)[i];
      for (std::size_t i = 0; i < points.size(); ++i)
        square += points.weight(i) * std::pow(points.coordinate(d)[i] - mean, 2);
      variance += square / points.dim();
    }
    bandwidth = std::sqrt(variance);
  }
  Parameters parameters;
  const auto is_profile = [](const std::string &kernel) { return Registry<Kernel>::traits(kernel).radial(); };
  if (Registry<Kernel>::entries().count(name) == 0 || !is_profile(name)) {
    std::string allowed;
    for (const auto &[other, entry] : Registry<Kernel>::entries())
      if (is_profile(other)) allowed += (allowed.empty() ? "" : ", ") + other;
    throw InputError("--kernel", name, "is no profile k(|x - y|)", allowed);
  }
  parameters.set("kernel", "name", name);
  parameters.set("kernel", "normalization", "as given");
  parameters.set("kernel", "bandwidth", all_digits(*bandwidth));
  return std::dynamic_pointer_cast<const RadialKernel>(make_kernel(parameters, "kernel", space.dim()));
}

}  // namespace gammaflow
