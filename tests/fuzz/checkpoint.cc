// SPDX-License-Identifier: LGPL-2.1-or-later
// Checkpoints, as a run that goes on finds them: whatever the file holds, the run goes on from a state of its
// own, or begins anew. With the first byte odd, the content gets the checksum that it needs to be looked at;
// in its index "@at" and "@size" stand for the run that is asked for.
#include <gammaflow/base/errors.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/time/evolve/checkpoint.h>

#include "with_run.h"
#include <cmath>
#include <memory>

using namespace gammaflow;

namespace
{
const std::string &file()
{
  static const std::string path = scratch_file("checkpoint.h5");
  return path;
}

/// A flow that is never integrated: what is added to its states is the last one again.
class Run
{
 public:
  explicit Run(const Parameters &parameters)
      : flow_(Flow::build(parameters, make_space(parameters))), options_(evolve_options(parameters))
  {
    options_.checkpoint = file();
    std::remove(file().c_str());
    options_.checkpoint_interval = -1;
    checkpoint_ = std::make_unique<Checkpoint>(flow_, options_, "none");
    stop_unless(!resumes());
    stop_unless(resumes());              // from what the first one left when it stopped
    options_.checkpoint_interval = 1e9;  // the file of the input is all that is written
    checkpoint_ = std::make_unique<Checkpoint>(flow_, options_, "none");
    run_ = read_trajectory(file()).attributes.at("run");
    std::remove(file().c_str());
  }

  const std::string &name() const { return run_; }

  /// Stops before the last output. Whether it went on from the file.
  bool resumes() const
  {
    bool began = false;
    const auto begin = [&] {
      began = true;
      Trajectory trajectory;
      trajectory.space = flow_.shared_space();
      trajectory.times.push_back(0);
      trajectory.states.push_back(flow_.initial_state());
      trajectory.ledger.emplace_back();
      return trajectory;
    };
    try {
      checkpoint_->complete(3, begin, [&](Trajectory &trajectory, double &step) {
        check(trajectory, step);
        if (trajectory.times.size() == 2) throw NumericalFailure("end");
        trajectory.times.push_back(options_.output_times[1]);
        trajectory.states.push_back(trajectory.states.back());
        trajectory.ledger.push_back(trajectory.ledger.back());
      });
    } catch (const NumericalFailure &) {
    }
    return !began;
  }

 private:
  Flow flow_;
  EvolveOptions options_;
  std::unique_ptr<Checkpoint> checkpoint_;
  std::string run_;

  void check(const Trajectory &trajectory, double step) const
  {
    const std::size_t n = trajectory.times.size();
    stop_unless(n > 0 && n < 3 && trajectory.states.size() == n && trajectory.ledger.size() == n);
    stop_unless(std::isfinite(step) && step >= 0 && !trajectory.adapted());
    for (std::size_t k = 0; k < n; ++k) {
      stop_unless(trajectory.times[k] == options_.output_times[k]);
      stop_unless(::gammaflow::size(trajectory.states[k]) == ::gammaflow::size(flow_.space().weights()));
      for (const double value : trajectory.states[k]) stop_unless(std::isfinite(value));
    }
  }
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
      "subsection domain\n set cells = 2\n set degree = 1\nend\n"
      "subsection target\n set formula = exp(-x)\nend\nsubsection initial state\n set formula = 1\nend\n"
      "subsection time\n set end = 1\n set outputs = 3\nend\n",
      "a.prm"));
  if (size == 0) return 0;
  write_checkpoint(file(), data, size, run.name());
  run.resumes();
  return 0;
}
