// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/time/evolve/evolve.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The resumable state of evolve(): a trajectory file up to the last output time, with the next step to try.
/// Nothing else is remembered between two output times (the variable and the quadratures are taken from the
/// trajectory in a run that goes on, too), so a resumed run gives the same bits.
class Checkpoint
{
 public:
  Checkpoint(const Flow &flow, const EvolveOptions &options, const std::string &integrator);

  /// The trajectory at all `outputs` times: the states of the file, or begin() without one; next(trajectory,
  /// step) adds the state at the next output, `step` being the next time step to try, which it updates. The
  /// file is removed at the end.
  Trajectory complete(std::size_t outputs, const std::function<Trajectory()> &begin,
                      const std::function<void(Trajectory &, double &step)> &next);

 private:
  /// False where there is no file, or it is damaged, or it belongs to another run.
  bool read(Trajectory &trajectory, double &step) const;
  /// Does nothing unless a file name was given and the last one is older than the interval.
  void write(const Trajectory &trajectory, double step);
  void remove() const;

  const Flow &flow_;
  std::string file_, run_;
  double interval_, last_;
  std::vector<double> outputs_;

  /// Whether it holds some of the outputs, but not all, from the first one on.
  bool is_part_of_run(const Trajectory &stored, double step) const;
};

}  // namespace gammaflow
