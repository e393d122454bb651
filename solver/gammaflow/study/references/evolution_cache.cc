// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/base/side_by_side.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/parameters/solver_tolerance.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/evolution_key.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/references/evolution_cache.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/evolve.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace gammaflow
{
std::shared_ptr<const Space> EvolutionCache::space(const Parameters &flow, unsigned level)
{
  auto &entry = spaces_[flow.as_json()["domain"].dump() + "#" + std::to_string(level)];
  auto space = entry.lock();
  if (!space) entry = space = make_space(flow, level);
  return space;
}

const MeshSequence &EvolutionCache::meshes(const Parameters &flow, const unsigned halvings)
{
  Parameters p = flow;
  set_time_tolerance(p, 1e-3, "refinement");  // of no influence
  MeshSequence &known = meshes_[evolution_key(p) + "#" + std::to_string(halvings)];
  if (!known.empty()) return known;
  if (halvings > 0) return known = halved_evenly(p, meshes(flow, 0), halvings);
  if (on_compute) on_compute("a pilot that finds the meshes");
  EvolveOptions options = evolve_options(p);
  options.progress = on_progress;
  return known = pilot_meshes(Flow::build(p, space(p, 0)), options);
}

std::size_t EvolutionCache::nodes(const Parameters &flow, unsigned level)
{
  if (!adaptive(flow)) return estimate_nodes(flow, level);
  const MeshSequence &pilot = meshes(flow, 0);
  std::size_t most = 0;
  for (const auto &mesh : pilot) most = std::max(most, mesh->n_global_nodes());
  return most << (pilot.front()->dim() * (Adaptivity::read(flow).even_halvings + level));
}

std::vector<Crossing> EvolutionCache::crossings(const Trajectory &trajectory) const
{
  for (const Entry &entry : recent_)
    if (entry.trajectory.get() == &trajectory) return entry.crossings;
  return {};
}

bool EvolutionCache::room_for(const double bytes, const double limit)
{
  if (double(held_) + bytes <= limit) return true;
  recent_.clear();
  held_ = 0;
  return bytes <= limit;
}

EvolutionCache::Task EvolutionCache::task(const Request &request) const
{
  Task result{request.flow, request.accuracy, "", nullptr, {}};
  set_time_tolerance(result.parameters, request.accuracy.tolerance, "refinement");
  result.key = evolution_key(result.parameters) + "#" + std::to_string(request.accuracy.level) + "#" +
               all_digits(request.accuracy.step_cap) +
               (adaptive(result.parameters) ? "#" + evolution_key(request.leader) : std::string());
  return result;
}

const EvolutionCache::Entry *EvolutionCache::known(const std::string &key)
{
  for (auto entry = recent_.begin(); entry != recent_.end(); ++entry)
    if (entry->key == key) {
      recent_.splice(recent_.begin(), recent_, entry);
      return &recent_.front();
    }
  return nullptr;
}

namespace
{
std::string described(const Evolution &evolution, const EvolutionCache::Accuracy &accuracy)
{
  return evolution.title() + ", level " + std::to_string(accuracy.level) + ", tolerance " +
         few_digits(accuracy.tolerance, 6);
}
}  // namespace

void EvolutionCache::compute(Task &task, std::shared_ptr<const Space> space,
                             const std::function<void(double)> &progress) const
{
  const Parameters &p = task.parameters;
  EvolveOptions options = evolve_options(p);
  options.largest_interval = task.accuracy.step_cap;
  options.progress = progress;
  const auto evolution = make_evolution(p, std::move(space));
  if (on_compute) on_compute(described(*evolution, task.accuracy));
  std::optional<EventWatch> watch;
  if (watch_events) watch.emplace(*evolution);
  if (watch && !watch->empty()) options.on_step = [&](double t, const Vector &u) { watch->look(t, u); };
  task.trajectory = std::make_shared<const Trajectory>(evolution->trajectory(options));
  if (options.on_step) task.crossings = watch->crossings(options.output_times.back());
}

void EvolutionCache::keep(const Task &task)
{
  // of all processes: what one forgets, all must forget
  double own_bytes = 0;
  for (const Vector &u : task.trajectory->states) own_bytes += double(size(u) * sizeof(double));
  const auto bytes = std::size_t(sum_over_processes(own_bytes, task.trajectory->states.front()));
  recent_.push_front({task.key, task.trajectory, bytes, task.crossings});
  held_ += bytes;
  while (held_ > limit_ && recent_.size() > 1) {
    held_ -= recent_.back().bytes;
    recent_.pop_back();
  }
}

std::shared_ptr<const Trajectory> EvolutionCache::evolution(const Parameters &flow, const Accuracy &accuracy,
                                                            const Parameters &leader)
{
  Task wanted = task({flow, accuracy, leader});
  if (const Entry *entry = known(wanted.key)) return entry->trajectory;
  const Parameters &p = wanted.parameters;
  if (adaptive(p)) {
    EvolveOptions options = evolve_options(p);
    options.largest_interval = accuracy.step_cap;
    options.progress = on_progress;
    const auto evolution = make_evolution(p, space(p, 0));
    if (on_compute) on_compute(described(*evolution, accuracy));
    const unsigned halvings = Adaptivity::read(p).even_halvings + accuracy.level;
    wanted.trajectory = std::make_shared<const Trajectory>(
        evolve_on(meshes(leader, halvings), Flow::build(p, space(p, 0)), options));
  } else
    compute(wanted, space(p, accuracy.level), on_progress);
  keep(wanted);
  return wanted.trajectory;
}

bool EvolutionCache::may_run_side_by_side(const std::vector<Task> &tasks)
{
  if (number_of_processes() > 1 || number_of_threads() < 2 || tasks.size() < 2) return false;
  double bytes = 0;
  for (const Task &task : tasks) {
    if (adaptive(task.parameters)) return false;
    bytes += most_work_per_node * double(estimate_nodes(task.parameters, task.accuracy.level));
  }
  if (bytes > double(limit_)) return false;
  // the coarsest first: it tells of which flows there are no operators
  std::vector<const Task *> coarse_to_fine;
  for (const Task &task : tasks) coarse_to_fine.push_back(&task);
  std::stable_sort(coarse_to_fine.begin(), coarse_to_fine.end(),
                   [](const Task *a, const Task *b) { return a->accuracy.level < b->accuracy.level; });
  std::map<std::string, std::pair<unsigned, double>> bytes_of;  // of a flow: the last level, and its bytes
  for (const Task *task : coarse_to_fine) {
    Parameters any_tolerance = task->parameters;
    set_time_tolerance(any_tolerance, 1e-3, "refinement");  // of no influence
    const unsigned level = task->accuracy.level;
    const auto [entry, is_new] = bytes_of.try_emplace(evolution_key(any_tolerance), level, 0.);
    auto &[last_level, its_bytes] = entry->second;
    if (is_new || (its_bytes > 0 && last_level < level))
      its_bytes = make_evolution(task->parameters, space(task->parameters, level))->operator_bytes();
    last_level = level;
    bytes += its_bytes;
    if (bytes > double(limit_)) return false;
  }
  return true;
}

void EvolutionCache::prepare(const std::vector<Request> &requests)
{
  std::vector<Task> tasks;
  for (const Request &request : requests) {
    Task wanted = task(request);
    const auto same = [&](const Task &other) { return other.key == wanted.key; };
    if (known(wanted.key) == nullptr && std::none_of(tasks.begin(), tasks.end(), same))
      tasks.push_back(std::move(wanted));
  }
  if (!may_run_side_by_side(tasks)) return;
  SideBySide progress(on_progress, tasks.size());
  const auto say = on_compute;
  on_compute = [&](const std::string &what) {
    const auto lock = progress.lock();
    if (say) say(what);
  };
  const auto failures = run_side_by_side(tasks.size(), [&](std::size_t k) {
    Task &task = tasks[k];
    compute(task, make_space(task.parameters, task.accuracy.level), progress.of(k));
  });
  on_compute = say;
  for (Task &task : tasks) {
    if (!task.trajectory) continue;
    auto trajectory = std::make_shared<Trajectory>(*task.trajectory);
    trajectory->space = space(task.parameters, task.accuracy.level);  // the one that all share
    task.trajectory = std::move(trajectory);
    keep(task);
  }
  for (const auto &failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace gammaflow
