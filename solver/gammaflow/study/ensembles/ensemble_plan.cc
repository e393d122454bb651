// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/parameters/domain.h>
#include <gammaflow/parameters/number.h>
#include <gammaflow/particles/particle_dynamics.h>
#include <gammaflow/study/ensembles/ensemble_plan.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr unsigned most_cases = 32;
const char *const section = "particle study";

const DeclareParameters declared(section, [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("numbers", "", Patterns::Anything(),
                    "The numbers N of particles, ascending, comma-separated. Empty: the file "
                    "describes no study "
                    "of particles. With it, `gammaflow study` holds ensembles of section "
                    "`particles` against "
                    "the flow of densities that they tend to (doc/particles.md).");
  prm.declare_entry("seeds", "16", Patterns::Integer(2, 10000),
                    "So many ensembles of each size, with the seeds from "
                    "particles/seed on. One where neither "
                    "start nor dynamics are random.");
  prm.declare_entry("distances", "MMD", Patterns::Anything(),
                    "Between particles and density at time/end: names of particle distances, "
                    "comma-separated. "
                    "The kernel of MMD is the profile of section `energy kernel`.");
  prm.declare_entry("orders", "0.5", Patterns::Anything(),
                    "The predicted order in 1/N of each distance, "
                    "comma-separated; one for all.");
  prm.declare_entry("expected", "confirmed", Patterns::Anything(),
                    "What is expected of each predicted order, confirmed or "
                    "refuted, comma-separated; one for "
                    "all.");
  prm.declare_entry("tolerance", "1e-4", Number(1e-10, 0.1),
                    "The relative error to which the flow of densities is computed.");
  prm.declare_entry("budget", "0.2", Number(0.001, 0.5),
                    "A mean over seeds counts where its error bar is at most "
                    "this part of it.");
});

std::vector<std::size_t> numbers_of(const Parameters &parameters)
{
  std::vector<std::size_t> numbers;
  for (const double n : parameters.numbers(section, "numbers")) {
    if (!(n >= 1) || !(n <= 1e7) || n != std::floor(n) ||
        (!numbers.empty() && std::size_t(n) <= numbers.back()))
      parameters.reject(section, "numbers", "are not ascending whole numbers", "as in 32, 64, 128, 256, 512");
    numbers.push_back(std::size_t(n));
  }
  return numbers;
}

/// The i-th entry of a list with one for all, or one for each.
std::string entry_of(const Parameters &parameters, const std::string &key, std::size_t i, std::size_t count)
{
  const auto all = parameters.list(section, key);
  if (all.size() != 1 && all.size() != count)
    parameters.reject(
        section, key,
        "has " + std::to_string(all.size()) + " entries for " + std::to_string(count) + " distances",
        "one, or one for each distance");
  return all[all.size() == 1 ? 0 : i];
}

std::vector<PredictedOrder> orders_of(const Parameters &parameters)
{
  const auto names = Registry<ParticleDistance>::names();
  const auto distances = parameters.list(section, "distances");
  if (distances.empty()) parameters.reject(section, "distances", "names none", "as in MMD, W2");
  std::vector<PredictedOrder> orders;
  for (std::size_t i = 0; i < distances.size(); ++i) {
    if (std::find(names.begin(), names.end(), distances[i]) == names.end())
      parameters.reject(section, "distances",
                        "there is no '" + distances[i] + "'" + did_you_mean(distances[i], names),
                        Registry<ParticleDistance>::selection());
    const auto order = number_in(entry_of(parameters, "orders", i, distances.size()));
    if (!order || !(*order > 0))
      parameters.reject(section, "orders", "is not a list of positive numbers", "as in 0.5, 1");
    const std::string expected = entry_of(parameters, "expected", i, distances.size());
    if (expected != "confirmed" && expected != "refuted")
      parameters.reject(section, "expected", "is neither", "confirmed, refuted");
    orders.push_back({distances[i], *order, expected == "confirmed" ? Verdict::confirmed : Verdict::refuted});
  }
  return orders;
}

/// The flow of densities of the same file.
Parameters mean_field_of(const Parameters &given, const ParticleDynamics::Traits &traits)
{
  Parameters parameters = given;
  const std::pair<std::string, std::string> names[] = {{"energy", traits.energy},
                                                       {"geometry", traits.geometry}};
  for (const auto &[part, name] : names) {
    if (!given.is_default(part, "name") && given.text(part, "name") != name)
      given.reject(
          part, "name",
          "is not that of the flow of densities to which '" + given.text("particles", "dynamics") + "' tends",
          name + ", or nothing");
    parameters.set(part, "name", name);
  }
  parameters.set("particles", "dynamics", "none");
  parameters.set("particles", "step", "adaptive");
  const Domain domain = Domain::read(given);
  const bool line = domain.dim == 1 && !domain.periodic[0];
  parameters.set("reference", "norms", line ? "L1, L2, W2" : "L1, L2");
  return parameters;
}

EnsemblePlan plan_of(const Parameters &parameters, const std::string &name, const std::string &settings)
{
  const std::string dynamics = parameters.text("particles", "dynamics");
  if (dynamics == "none")
    parameters.reject("particles", "dynamics", "a study of particles needs them",
                      Registry<ParticleDynamics>::selection());
  const auto &traits = Registry<ParticleDynamics>::traits(dynamics);
  if (parameters.text("particles", "start") == "file")
    parameters.reject("particles", "start", "the points of a file have one number", "iid, quantiles");
  EnsemblePlan plan{name, settings, parameters, mean_field_of(parameters, traits), numbers_of(parameters),
                    {},   {}};
  const bool random = traits.random || parameters.text("particles", "start") == "iid";
  const long first = parameters.integer("particles", "seed"),
             count = random ? parameters.integer(section, "seeds") : 1;
  for (long seed = 0; seed < count; ++seed) plan.seeds.push_back(first + seed);
  plan.orders = orders_of(parameters);
  plan.tolerance = parameters.number(section, "tolerance");
  plan.budget = parameters.number(section, "budget");
  return plan;
}
}  // namespace

bool describes_particle_study(const Parameters &parameters)
{
  return !parameters.list(section, "numbers").empty();
}

std::string EnsemblePlan::description() const
{
  return (name.empty() ? "" : name + ": ") + particles.text("particles", "dynamics") + ", start " +
         particles.text("particles", "start") + ", N from " + std::to_string(numbers.front()) + " to " +
         std::to_string(numbers.back()) + ", " + std::to_string(seeds.size()) +
         (seeds.size() == 1 ? " ensemble" : " ensembles") + " of each size; mean field: " + energy() +
         " in " + geometry() + " to a relative error of " + few_digits(tolerance);
}

std::vector<EnsemblePlan> plan_ensembles(const Parameters &parameters)
{
  std::vector<EnsemblePlan> plans;
  for (unsigned k = 1; k <= most_cases; ++k) {
    const std::string of_case = "case " + std::to_string(k);
    if (parameters.is_default(of_case, "name") && parameters.is_default(of_case, "settings")) continue;
    Parameters own = parameters;
    const std::string settings = parameters.text(of_case, "settings");
    own.assign_all(settings, parameters.file_name() + ": section '" + of_case + "', key 'settings'");
    plans.push_back(plan_of(own, parameters.text(of_case, "name"), settings));
  }
  if (plans.empty()) plans.push_back(plan_of(parameters, "particles", ""));
  return plans;
}

}  // namespace gammaflow
