#include <gammaflow/core/all_digits.h>
#include <gammaflow/core/flow.h>
#include <gammaflow/study/case_plan.h>
#include <gammaflow/study/evolution_cache.h>
#include <gammaflow/time/adaptivity.h>
#include <gammaflow/time/evolve.h>

#include <nlohmann/json.hpp>

#include <sstream>

namespace gammaflow
{
std::shared_ptr<const Space> EvolutionCache::space(const Parameters &flow, unsigned level)
{
  auto &entry = spaces_[flow.as_json()["domain"].dump() + "#" + std::to_string(level)];
  if (!entry) entry = make_space(flow, level);
  return entry;
}

std::shared_ptr<const Trajectory> EvolutionCache::evolution(const Parameters &flow, const Accuracy &accuracy)
{
  refuse_adaptivity(flow, "a study or a reference, whose error bars compare meshes that are refined evenly,");
  Parameters p = flow;
  p.set("time", "tolerance", all_digits(accuracy.tolerance), "refinement");
  const std::string key =
      evolution_key(p) + "#" + std::to_string(accuracy.level) + "#" + all_digits(accuracy.step_cap);
  for (auto entry = recent_.begin(); entry != recent_.end(); ++entry)
    if (entry->key == key) {
      recent_.splice(recent_.begin(), recent_, entry);
      return recent_.front().trajectory;
    }

  if (on_compute) {
    std::ostringstream what;
    what << p.text("energy", "name") << " in " << p.text("geometry", "name") << ", level " << accuracy.level
         << ", tolerance " << accuracy.tolerance;
    on_compute(what.str());
  }
  EvolveOptions options = evolve_options(p);
  options.largest_interval = accuracy.step_cap;
  options.progress = on_progress;
  auto trajectory = std::make_shared<Trajectory>(evolve(Flow::build(p, space(p, accuracy.level)), options));

  const std::size_t bytes = trajectory->states.size() * trajectory->space->n_global_nodes() * sizeof(double);
  recent_.push_front({key, trajectory, bytes});
  held_ += bytes;
  while (held_ > limit_ && recent_.size() > 1) {
    held_ -= recent_.back().bytes;
    recent_.pop_back();
  }
  return trajectory;
}

}  // namespace gammaflow
