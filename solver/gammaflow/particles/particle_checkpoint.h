// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/particle_system.h>

#include <cstdint>
#include <string>

namespace gammaflow
{
/// What the integration of particles needs to go on, besides their positions and weights.
struct ParticleClock {
  double step = 0;           ///< the next one that an adaptive method tries; 0: it chooses
  std::uint32_t number = 0;  ///< Euler steps so far: a counter of the random numbers
};

/// The resumable state of ParticleSystem::trajectory(): a file of particles (particle_file.h) up to the last
/// output time, of Euler steps also the state after the last step, and the clock. A run that goes on from it
/// gives the same bits.
class ParticleCheckpoint
{
 public:
  /// Written at most every `interval` seconds.
  ParticleCheckpoint(std::string file, double interval, const Parameters &parameters);

  /// False where there is no file, or it is damaged, or it is of another run: of other parameters, data,
  /// start, or of another build of the program. The last state may lie between two outputs.
  bool read(const PointMeasure &start, ParticleTrajectory &trajectory, ParticleClock &clock) const;
  /// Whether `interval` has passed since the last write().
  bool due() const;
  void write(const ParticleTrajectory &trajectory, const ParticleClock &clock);
  void remove() const;

 private:
  bool is_part_of_run(const ParticleTrajectory &stored, const PointMeasure &start) const;

  std::string file_, run_;
  double interval_, last_;
  std::vector<double> outputs_;
  bool by_steps_;
};

}  // namespace gammaflow
