#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/evolutions/observable.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/parameters/solver_tolerance.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/references/evolution_cache.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/evolve.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

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

std::shared_ptr<const Trajectory> EvolutionCache::evolution(const Parameters &flow, const Accuracy &accuracy,
                                                            const Parameters &leader)
{
  Parameters p = flow;
  set_time_tolerance(p, accuracy.tolerance, "refinement");
  const std::string key = evolution_key(p) + "#" + std::to_string(accuracy.level) + "#" +
                          all_digits(accuracy.step_cap) +
                          (adaptive(p) ? "#" + evolution_key(leader) : std::string());
  for (auto entry = recent_.begin(); entry != recent_.end(); ++entry)
    if (entry->key == key) {
      recent_.splice(recent_.begin(), recent_, entry);
      return recent_.front().trajectory;
    }

  EvolveOptions options = evolve_options(p);
  options.largest_interval = accuracy.step_cap;
  options.progress = on_progress;
  const auto evolution = make_evolution(p, space(p, adaptive(p) ? 0 : accuracy.level));
  if (on_compute)
    on_compute(evolution->title() + ", level " + std::to_string(accuracy.level) + ", tolerance " +
               few_digits(accuracy.tolerance, 6));
  auto trajectory = std::make_shared<Trajectory>();
  std::vector<Crossing> crossings;
  if (adaptive(p)) {
    const unsigned halvings = Adaptivity::read(p).even_halvings + accuracy.level;
    *trajectory = evolve_on(meshes(leader, halvings), Flow::build(p, space(p, 0)), options);
  } else {
    std::optional<EventWatch> watch;
    if (watch_events) watch.emplace(*evolution);
    if (watch && !watch->empty()) options.on_step = [&](double t, const Vector &u) { watch->look(t, u); };
    *trajectory = evolution->trajectory(options);
    if (options.on_step) crossings = watch->crossings(options.output_times.back());
  }

  // of all processes: what one forgets, all must forget
  double own_bytes = 0;
  for (const Vector &u : trajectory->states) own_bytes += double(size(u) * sizeof(double));
  const auto bytes = std::size_t(sum_over_processes(own_bytes, trajectory->states.front()));
  recent_.push_front({key, trajectory, bytes, crossings});
  held_ += bytes;
  while (held_ > limit_ && recent_.size() > 1) {
    held_ -= recent_.back().bytes;
    recent_.pop_back();
  }
  return trajectory;
}

}  // namespace gammaflow
