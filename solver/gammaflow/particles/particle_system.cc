// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/particles/start.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/evolve.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gammaflow
{
namespace
{
/// 0 for `adaptive`.
double step_of(const Parameters &parameters, bool random)
{
  const std::string text = parameters.text("particles", "step");
  const auto number = number_in(text);
  if (random && !number)
    parameters.reject("particles", "step", "random dynamics have steps of a given length", "a number > 0");
  if (!number && text != "adaptive")
    parameters.reject("particles", "step", "is neither `adaptive` nor a number", "adaptive, or a number > 0");
  if (number && !(*number > 0))
    parameters.reject("particles", "step", "is not positive", "adaptive, or a number > 0");
  return number ? *number : 0;
}
}  // namespace

bool describes_particles(const Parameters &parameters)
{
  return parameters.text("particles", "dynamics") != "none";
}

ParticleSystem ParticleSystem::build(const Parameters &parameters)
{
  ParticleSystem system;
  system.name_ = parameters.text("particles", "dynamics");
  if (system.name_ == "none")
    parameters.reject("particles", "dynamics", "the file describes no particles",
                      Registry<ParticleDynamics>::selection());
  const Domain domain = Domain::read(parameters);
  if (!domain.box) parameters.reject("domain", "shape", "particles move in boxes", "box");
  system.parameters_ = std::make_shared<const Parameters>(parameters);
  const Parameters &own = *system.parameters_;
  system.space_ = make_space(own);
  const auto &traits = Registry<ParticleDynamics>::traits(system.name_);
  system.step_ = step_of(own, traits.random);
  system.start_ = starting_particles(own, *system.space_);
  system.dynamics_ = Registry<ParticleDynamics>::make(system.name_, {own, domain, system.space_});
  integrator_of_particles(own);
  // What cannot be evaluated is said before anything is written; of a few, whatever their number.
  std::vector<std::size_t> few(std::min<std::size_t>(system.start_.size(), 500));
  std::iota(few.begin(), few.end(), 0);
  system.dynamics_->rate(part_of(system.start_, few));
  return system;
}

std::vector<std::string> ParticleSystem::description() const
{
  const auto &traits = Registry<ParticleDynamics>::traits(name_);
  const EvolveOptions options = evolve_options(*parameters_);
  std::vector<std::string> lines = {
      "dynamics: " + name_ + ": " + traits.summary,
      "particles: " + std::to_string(start_.size()) + " in " + std::to_string(start_.dim()) + "D, start " +
          parameters_->text("particles", "start"),
      "initial:  " + density_description(*parameters_, "initial state", *space_),
      "target:   " + density_description(*parameters_, "target", *space_)};
  if (parameters_->text("particles", "start") == "file") lines.erase(lines.begin() + 2);
  for (const auto &line : dynamics_->description()) lines.push_back(line);
  lines.push_back("mean field: " + traits.energy + " in " + traits.geometry);
  lines.push_back("time:     to " + few_digits(options.output_times.back(), 6) + ", " +
                  std::to_string(options.output_times.size() - 1) + " outputs, " +
                  (step_ > 0 ? "Euler steps of " + few_digits(step_)
                             : "tolerance " + few_digits(options.tolerance) + ", integrator " +
                                   integrator_of_particles(*parameters_)));
  return lines;
}

double ParticleSystem::memory() const
{
  // states at the output times; stages of the integrator, sums, images
  const double times = double(evolve_options(*parameters_).output_times.size());
  return double(start_.size()) * (start_.dim() + 1) * sizeof(double) * (times + 40);
}

std::string ParticleSystem::left_box(const PointMeasure &x) const
{
  if (!dynamics_->keeps_inside()) return "";
  for (unsigned d = 0; d < x.dim(); ++d) {
    if (space_->periodic(d)) continue;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (const double at = x.coordinate(d)[i]; at < space_->lower()[d] || at > space_->upper()[d])
        return "particle " + std::to_string(i) + " left the domain, where velocities vanish at walls, at " +
               to_string(x.point(i), x.dim());
  }
  return "";
}

void ParticleSystem::measure(const PointMeasure &x, double time, ParticleLedgerRow &row) const
{
  row.time = time;
  const std::size_t n = x.size();
  const auto velocity = dynamics_->rate(x).velocity;
  std::vector<bool> outside(n, false);
  for (unsigned d = 0; d < x.dim(); ++d) {
    const double *at = x.coordinate(d);
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += x.weight(i) * at[i];
      if (!space_->periodic(d) && (at[i] < space_->lower()[d] || at[i] > space_->upper()[d]))
        outside[i] = true;
    }
    row.mean[d] = sum / x.mass();
    for (std::size_t i = 0; i < n; ++i) square += x.weight(i) * (at[i] - row.mean[d]) * (at[i] - row.mean[d]);
    row.variance[d] = square / x.mass();
  }
  double speed = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double square = 0;
    for (unsigned d = 0; d < x.dim(); ++d) square += velocity[d * n + i] * velocity[d * n + i];
    speed += x.weight(i) * std::sqrt(square);
  }
  row.speed = speed / x.mass();
  row.energy = dynamics_->energy(x);
  row.least_weight = *std::min_element(x.weights().begin(), x.weights().end()) * double(n) / x.mass();
  row.effective_size = effective_size(x);
  row.outside = std::size_t(std::count(outside.begin(), outside.end(), true));
}

}  // namespace gammaflow
