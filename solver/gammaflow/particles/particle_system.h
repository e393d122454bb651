// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/particle_dynamics.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
class ParticleCheckpoint;

/// Measured at every output time.
struct ParticleLedgerRow {
  double time = 0;
  Point mean{}, variance{};   ///< of the coordinates, weighted
  double energy = 0;          ///< not a number where the dynamics have none
  double speed = 0;           ///< the mean of |x_i'|, weighted, without the random part
  double least_weight = 0;    ///< times N: 1 for equal weights
  double effective_size = 0;  ///< (sum w)^2 / sum w^2
  std::size_t outside = 0;    ///< particles that are not in the domain
  unsigned steps = 0, rejected = 0, evaluations = 0;  ///< since the last row
};

/// Particles at the output times, and the ledger of all steps.
struct ParticleTrajectory {
  std::vector<double> times;
  std::vector<PointMeasure> states;
  std::vector<ParticleLedgerRow> ledger;
};

/// The particles of section `particles` with their dynamics.
class ParticleSystem
{
 public:
  /// InputError where the parameters describe no particles, the domain is no box, or a value does not fit.
  static ParticleSystem build(const Parameters &parameters);

  const Parameters &parameters() const { return *parameters_; }
  const ParticleDynamics &dynamics() const { return *dynamics_; }
  const PointMeasure &start() const { return start_; }
  const Space &space() const { return *space_; }
  std::vector<std::string> description() const;
  /// Bytes that a run holds at the same time.
  double memory() const;

  /// The particles at the output times of section `time`. `progress(fraction)` is called with the part of the
  /// time that is done; it may be empty. With a checkpoint the run can be interrupted and resumed with the
  /// same bits. NumericalFailure where a step fails, or a particle leaves the box.
  ParticleTrajectory trajectory(const std::function<void(double)> &progress = {},
                                ParticleCheckpoint *checkpoint = nullptr) const;

 private:
  struct Motion;
  ParticleSystem() = default;
  PointMeasure adaptive(const PointMeasure &from, double end, Motion &motion, ParticleLedgerRow &row) const;
  PointMeasure by_euler_steps(const PointMeasure &from, double end, Motion &motion,
                              ParticleLedgerRow &row) const;
  void measure(const PointMeasure &x, double time, ParticleLedgerRow &row) const;
  std::string left_box(const PointMeasure &x) const;

  std::shared_ptr<const Parameters> parameters_;
  std::shared_ptr<const Space> space_;
  std::shared_ptr<const ParticleDynamics> dynamics_;
  std::string name_;
  PointMeasure start_{1, {0}};
  double step_ = 0;  ///< of Euler's method; 0: adaptive
};

/// The explicit method of `time/integrator` (auto: dopri5); InputError for methods that are not explicit.
std::string integrator_of_particles(const Parameters &parameters);
/// Whether the file asks for particles.
bool describes_particles(const Parameters &parameters);

}  // namespace gammaflow
