// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/spaces/by_logarithm.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/sampled_data.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace gammaflow
{
namespace
{
const double round_off = 1e-13;

/// Of what is missed of smooth data.
double smooth_contraction(unsigned degree)
{
  return std::pow(2., -0.7 * (degree + 1));
}

/// u between its nodes, as it is carried from mesh to mesh: positive densities by their logarithm.
Vector between_nodes(const Space &between, const Space &own, const Vector &u, bool positive)
{
  return by_logarithm(u, positive, between,
                      [&](const Vector &v, Vector &result) { between.interpolate(own, v, result); });
}

/// What a reference has of a density on one level.
struct OnLevel {
  std::shared_ptr<const Space> space;
  Vector values;
};

/// int |u - u_h| / int |u| between the nodes of u_h.
double missed_by(const Parameters &parameters, const std::string &section, const OnLevel &own, bool positive)
{
  const auto between = own.space->between_nodes();
  const Vector exact = make_density(parameters, section, *between, positive && section == "initial state");
  const auto l1 = Registry<Distance>::make("L1", {between, nullptr});
  const double missed = l1->between(exact, between_nodes(*between, *own.space, own.values, positive)),
               all = l1->between(exact, between->zero());
  return all > 0 ? missed / all : missed;
}

/// `levels`: finest first.
SampledDensity sampled(const Parameters &parameters, const std::string &section,
                       const std::vector<OnLevel> &levels)
{
  SampledDensity result;
  const OnLevel &fine = levels.front();
  const bool positive = fine.space->minimum(fine.values) > 0;
  for (const OnLevel &level : levels)
    result.missed.push_back(missed_by(parameters, section, level, positive));
  if (levels.size() < 2) return result;
  const Vector coarse = carried(parameters, levels[1].values, *levels[1].space, *fine.space);
  const auto l1 = Registry<Distance>::make("L1", {fine.space, nullptr});
  const double all = l1->between(fine.values, fine.space->zero()),
               difference = l1->between(fine.values, coarse);
  result.seen = all > 0 ? difference / all : difference;
  return result;
}

std::vector<OnLevel> initial_states(const CertifiedEvolution &run)
{
  std::vector<OnLevel> result;
  for (const auto &level : run.levels)
    if (result.size() < 3) result.push_back({level->space_of(0), level->states.front()});
  return result;
}

/// On the meshes of the end, which are those of the target where they follow the state.
std::vector<OnLevel> targets(const CertifiedEvolution &run)
{
  std::vector<OnLevel> result;
  for (const auto &level : run.levels) {
    if (result.size() == 3) break;
    const auto space = level->space_of(level->states.size() - 1);
    result.push_back({space, make_density(run.parameters, "target", *space, false)});
  }
  return result;
}

}  // namespace

double SampledDensity::contraction(const unsigned degree) const
{
  if (missed.size() < 2 || !(missed.front() > round_off)) return 0;
  const double levels = double(missed.size() - 1), r = std::pow(missed.front() / missed.back(), 1 / levels);
  return r > smooth_contraction(degree) ? std::min(r, 0.9) : 0;
}

double SampledDensity::unseen() const
{
  return missed_by_finest() > round_off + 4 * seen ? missed.front() : 0;
}

double SampledData::contraction(const unsigned degree, const std::string &norm) const
{
  // A jump whose place in the cells changes by accident looks like smooth data, on three meshes.
  const double of_formula = of_formulas.contraction_in(norm),
               known = of_formula > smooth_contraction(degree) ? of_formula : 0;
  return std::max({known, initial.contraction(degree), target.contraction(degree)});
}

double SampledData::unseen() const
{
  return std::max(initial.unseen(), target.unseen());
}

double SampledData::missed(const std::string &norm) const
{
  const double in_mean = std::max(initial.missed_by_finest(), target.missed_by_finest());
  return norm == "Linf" ? std::max(in_mean, of_formulas.missed) : in_mean;
}

SampledData sampled_data(const CertifiedEvolution &run)
{
  SampledData result;
  const auto own = run.evolution().space_of(0);
  result.of_formulas = roughness_of_formulas(run.parameters, own);
  result.initial = sampled(run.parameters, "initial state", initial_states(run));
  if (has_target(run.parameters) && density_formula(run.parameters, "target", *own).empty())
    result.target = sampled(run.parameters, "target", targets(run));
  return result;
}

}  // namespace gammaflow
