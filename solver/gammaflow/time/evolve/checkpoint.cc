// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/base/steady_seconds.h>
#include <gammaflow/io/share.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/checkpoint.h>
#include <gammaflow/time/evolve/run_identity.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace gammaflow
{
Checkpoint::Checkpoint(const Flow &flow, const EvolveOptions &options, const std::string &integrator)
    : flow_(flow),
      file_(options.checkpoint),
      interval_(options.checkpoint_interval),
      last_(steady_seconds()),
      outputs_(options.output_times)
{
  if (file_.empty()) return;
  run_ = program_revision() + "\n" + integrator + " " + all_bits(options.tolerance) + " " +
         all_bits(options.solver_tolerance) + " " + std::to_string(options.solver_iterations) + " level " +
         std::to_string(flow.space().level()) + "\n";
  for (const double time : options.output_times) run_ += all_bits(time) + " ";
  run_ += "\n" + parameters_of_run(flow.parameters());
}

bool Checkpoint::is_part_of_run(const Trajectory &stored, double step) const
{
  const std::size_t n = stored.times.size();
  return n > 0 && n < outputs_.size() && stored.states.size() == n && stored.ledger.size() == n &&
         std::equal(stored.times.begin(), stored.times.end(), outputs_.begin()) && step >= 0 &&
         std::isfinite(step);
}

Trajectory Checkpoint::complete(const std::size_t outputs, const std::function<Trajectory()> &begin,
                                const std::function<void(Trajectory &, double &step)> &next)
{
  Trajectory trajectory;
  double step = 0;
  if (!read(trajectory, step)) trajectory = begin();
  while (trajectory.times.size() < outputs) {
    next(trajectory, step);
    if (trajectory.times.size() < outputs) write(trajectory, step);
  }
  remove();
  return trajectory;
}

bool Checkpoint::read(Trajectory &trajectory, double &step) const
{
  if (file_.empty() || on_root([this] { return int(std::filesystem::exists(file_)); }) == 0) return false;
  try {
    const StoredTrajectory file = read_trajectory(file_);
    const auto run = file.attributes.find("run"), next = file.attributes.find("step");
    if (run == file.attributes.end() || next == file.attributes.end() || run->second != run_) return false;
    Trajectory stored = trajectory_of(file, file_, flow_.parameters(), flow_.shared_space());
    const double next_step = std::strtod(next->second.c_str(), nullptr);
    if (!is_part_of_run(stored, next_step)) return false;
    const Vector start = flow_of_interval(flow_, stored, 0).initial_state();
    if (!on_all_processes(std::equal(start.begin(), start.end(), stored.states.front().begin()), start))
      return false;
    trajectory = std::move(stored);
    step = next_step;
    return true;
  } catch (const InputError &) {  // not a trajectory, or of another mesh
    return false;
  }
}

void Checkpoint::write(const Trajectory &trajectory, double step)
{
  if (file_.empty() || on_root([this] { return int(steady_seconds() - last_ < interval_); }) != 0) return;
  write_trajectory(file_, trajectory, {{"run", run_}, {"step", all_bits(step)}});
  last_ = steady_seconds();
}

void Checkpoint::remove() const
{
  if (file_.empty()) return;
  on_root([this] {
    std::error_code ignored;
    return int(std::filesystem::remove(file_, ignored));
  });
}

}  // namespace gammaflow
