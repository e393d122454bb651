// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/steady_seconds.h>
#include <gammaflow/io/share.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/particles/particle_checkpoint.h>
#include <gammaflow/particles/particle_file.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/evolve/run_identity.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace gammaflow
{
ParticleCheckpoint::ParticleCheckpoint(std::string file, double interval, const Parameters &parameters)
    : file_(std::move(file)),
      run_(program_revision() + "\n" + parameters_of_run(parameters)),
      interval_(interval),
      last_(steady_seconds()),
      outputs_(evolve_options(parameters).output_times),
      by_steps_(number_in(parameters.text("particles", "step")).has_value())
{
}

bool ParticleCheckpoint::is_part_of_run(const ParticleTrajectory &stored, const PointMeasure &start) const
{
  const std::size_t n = stored.times.size();
  if (n == 0 || n > outputs_.size() ||
      !std::equal(stored.times.begin(), stored.times.end() - 1, outputs_.begin()))
    return false;
  const double last = stored.times.back();
  const bool at_output = last == outputs_[n - 1];
  const bool between = by_steps_ && n > 1 && last > outputs_[n - 2] && last < outputs_[n - 1];
  const PointMeasure &first = stored.states.front();
  return ((at_output && n < outputs_.size()) || between) && first.dim() == start.dim() &&
         first.coordinates() == start.coordinates() && first.weights() == start.weights();
}

bool ParticleCheckpoint::read(const PointMeasure &start, ParticleTrajectory &trajectory,
                              ParticleClock &clock) const
{
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return false;
  try {
    StoredParticles stored = read_stored_particles(file_);
    if (stored.texts["run"] != run_ || !is_part_of_run(stored.trajectory, start)) return false;
    const double step = std::strtod(stored.texts["step"].c_str(), nullptr);
    const auto number = number_in(stored.texts["number"]);
    if (!(step >= 0) || !std::isfinite(step) || !number || !(*number >= 0 && *number < 4294967296.) ||
        *number != std::floor(*number))
      return false;
    trajectory = std::move(stored.trajectory);
    trajectory.states.front() = start;  // with its mass, which is 1 without rounding
    clock = {step, std::uint32_t(*number)};
    return true;
  } catch (const InputError &) {  // damaged, or of something else
    return false;
  }
}

bool ParticleCheckpoint::due() const
{
  return steady_seconds() - last_ >= interval_;
}

void ParticleCheckpoint::write(const ParticleTrajectory &trajectory, const ParticleClock &clock)
{
  write_particles(file_, trajectory,
                  {{"run", run_}, {"step", all_bits(clock.step)}, {"number", std::to_string(clock.number)}});
  last_ = steady_seconds();
}

void ParticleCheckpoint::remove() const
{
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

}  // namespace gammaflow
