// SPDX-License-Identifier: LGPL-2.1-or-later
// Checkpoints of particles, as a run that goes on finds them: whatever the file holds, the run goes on from a
// state of its own, or begins anew. With the first byte odd, the content gets the checksum that it needs to
// be looked at; in its index "@at" and "@size" stand for the run that is asked for.
#include <gammaflow/base/errors.h>
#include <gammaflow/particles/particle_checkpoint.h>
#include <gammaflow/particles/particle_file.h>

#include "with_run.h"
#include <cmath>

using namespace gammaflow;

namespace
{
const std::string &file()
{
  static const std::string path = scratch_file("particles.h5");
  return path;
}

class Run
{
 public:
  explicit Run(const Parameters &parameters)
      : system_(ParticleSystem::build(parameters)), checkpoint_(file(), 1e9, parameters)
  {
    // what a run has left after its first output is gone on from
    ParticleTrajectory trajectory;
    trajectory.times = {0};
    trajectory.states = {system_.start()};
    trajectory.ledger = {ParticleLedgerRow()};
    checkpoint_.write(trajectory, {0.1, 3});
    name_ = read_stored_particles(file()).texts.at("run");
    stop_unless(resumes());
  }
  const std::string &name() const { return name_; }

  bool resumes() const
  {
    ParticleTrajectory trajectory;
    ParticleClock clock;
    if (!checkpoint_.read(system_.start(), trajectory, clock)) return false;
    const std::size_t n = trajectory.times.size();
    stop_unless(n > 0 && n < 4 && trajectory.states.size() == n && trajectory.ledger.size() == n);
    stop_unless(std::isfinite(clock.step) && clock.step >= 0);
    for (std::size_t k = 0; k < n; ++k) {
      stop_unless(k == 0 || trajectory.times[k] > trajectory.times[k - 1]);
      const PointMeasure &state = trajectory.states[k];
      stop_unless(state.size() == system_.start().size() && state.dim() == system_.start().dim());
      for (const double x : state.coordinates()) stop_unless(std::isfinite(x));
      for (const double w : state.weights()) stop_unless(std::isfinite(w) && w >= 0);
    }
    return true;
  }

 private:
  ParticleSystem system_;
  ParticleCheckpoint checkpoint_;
  std::string name_;
};
}  // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
  begin_mpi(argc, argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  static const Run run(Parameters::from_string(
      "subsection domain\n set cells = 2\n set degree = 2\nend\n"
      "subsection target\n set formula = exp(-x)\nend\nsubsection initial state\n set formula = 1\nend\n"
      "subsection kernel\n set name = Gaussian\n set bandwidth = 0.3\nend\n"
      "subsection particles\n set dynamics = Langevin\n set number = 3\n set start = quantiles\n set step = "
      "0.1\nend\n"
      "subsection time\n set end = 1\n set outputs = 3\nend\n",
      "a.prm"));
  if (size == 0) return 0;
  write_checkpoint(file(), data, size, run.name());
  run.resumes();
  return 0;
}
