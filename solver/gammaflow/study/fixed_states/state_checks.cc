// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/study/fixed_states/mosco.h>
#include <gammaflow/study/fixed_states/rayleigh.h>
#include <gammaflow/study/fixed_states/state_checks.h>

namespace gammaflow
{
StateChecks check_states(const CasePlan &plan, const std::shared_ptr<const Space> &fine,
                         const std::shared_ptr<const Space> &coarse, std::vector<std::string> &notes)
{
  StateChecks result;
  const bool mosco = has_mosco(plan);
  MoscoTables on_fine(plan, *fine), on_coarse(plan, *coarse);
  RayleighChecks rayleigh;
  std::size_t step = 0;
  try {
    visit_flows_at_start(plan, fine, [&](const Flow &flow, const Flow &limit) {
      if (flow.gradient_structure() && limit.gradient_structure()) {
        if (mosco) on_fine.look_at(flow, limit);
        rayleigh.look_at(plan.steps[step].parameter, flow, limit);
      }
      ++step;
    });
    result.rayleigh = rayleigh.json();
    if (!mosco || on_fine.waves.size() != plan.steps.size()) return result;
    visit_flows_at_start(plan, coarse,
                         [&](const Flow &flow, const Flow &limit) { on_coarse.look_at(flow, limit); });
    result.mosco = mosco_json(plan, on_fine, on_coarse);
  } catch (const NumericalFailure &failure) {
    notes.push_back(std::string("The potentials at the initial state could not be computed: ") +
                    failure.what());
  }
  return result;
}

}  // namespace gammaflow
