// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/spaces/by_logarithm.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/references/error_budget.h>
#include <gammaflow/study/references/sampled_data.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const double round_off = 1e-13;

/// u between its nodes, as it is carried from mesh to mesh: positive densities by their logarithm.
Vector between_nodes(const Space &between, const Space &own, const Vector &u, bool positive)
{
  return by_logarithm(u, positive, between,
                      [&](const Vector &v, Vector &result) { between.interpolate(own, v, result); });
}

/// int |u0 - u0_h| / int |u0| between the nodes of u0_h.
double missed_by(const Parameters &parameters, const Space &own, const Vector &u0, bool positive)
{
  const auto between = own.between_nodes();
  const Vector exact = make_density(parameters, "initial state", *between, positive);
  const auto l1 = Registry<Distance>::make("L1", {between, nullptr});
  const double missed = l1->between(exact, between_nodes(*between, own, u0, positive)),
               all = l1->between(exact, between->zero());
  return all > 0 ? missed / all : missed;
}
}  // namespace

double SampledData::contraction(const unsigned degree) const
{
  const double smooth = std::pow(2., -0.7 * (degree + 1));
  // A jump whose place in the cells changes by accident looks like smooth data, on three meshes.
  const double known = of_formulas > smooth ? of_formulas : 0;
  if (missed.size() < 2 || !(missed.front() > round_off)) return known;
  const double levels = double(missed.size() - 1), r = std::pow(missed.front() / missed.back(), 1 / levels);
  return r > smooth ? std::max(known, std::min(r, 0.9)) : known;
}

double SampledData::unseen() const
{
  return !missed.empty() && missed.front() > round_off + 4 * seen ? missed.front() : 0;
}

SampledData sampled_data(const CertifiedEvolution &run)
{
  SampledData result;
  const Trajectory &fine = run.evolution();
  const auto own = fine.space_of(0);
  result.of_formulas = roughness_of_formulas(run.parameters, *own);
  const bool positive = own->minimum(fine.states[0]) > 0;
  for (unsigned k = 0; k < run.levels.size() && k < 3; ++k) {
    const Trajectory &level = *run.levels[k];
    result.missed.push_back(missed_by(run.parameters, *level.space_of(0), level.states[0], positive));
  }
  if (run.levels.size() < 2) return result;
  const Vector coarse = carried(run.parameters, run.levels[1]->states[0], *run.levels[1]->space_of(0), *own);
  const auto l1 = Registry<Distance>::make("L1", {own, nullptr});
  const double all = l1->between(fine.states[0], own->zero()),
               difference = l1->between(fine.states[0], coarse);
  result.seen = all > 0 ? difference / all : difference;
  return result;
}

}  // namespace gammaflow
