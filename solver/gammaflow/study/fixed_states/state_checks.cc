// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/study/fixed_states/mosco.h>
#include <gammaflow/study/fixed_states/rayleigh.h>
#include <gammaflow/study/fixed_states/state_checks.h>

namespace gammaflow
{
namespace
{
/// The potentials, with systems solved to a hundredth of the tolerance.
StateChecks checks_to(const double tolerance, const CasePlan &plan, const std::shared_ptr<const Space> &fine,
                      const std::shared_ptr<const Space> &coarse)
{
  StateChecks result;
  const bool mosco = has_mosco(plan);
  MoscoTables on_fine(plan, *fine), on_coarse(plan, *coarse);
  RayleighChecks rayleigh;
  std::size_t step = 0;
  visit_flows_at_start(plan, fine, tolerance, [&](const Flow &flow, const Flow &limit) {
    if (flow.gradient_structure() && limit.gradient_structure()) {
      if (mosco) on_fine.look_at(flow, limit);
      rayleigh.look_at(plan.steps[step].parameter, flow, limit);
    }
    ++step;
  });
  result.rayleigh = rayleigh.json();
  if (!mosco || on_fine.waves.size() != plan.steps.size()) return result;
  visit_flows_at_start(plan, coarse, tolerance,
                       [&](const Flow &flow, const Flow &limit) { on_coarse.look_at(flow, limit); });
  result.mosco = mosco_json(plan, on_fine, on_coarse, tolerance);
  return result;
}
}  // namespace

StateChecks check_states(const CasePlan &plan, const std::shared_ptr<const Space> &fine,
                         const std::shared_ptr<const Space> &coarse, std::vector<std::string> &notes)
{
  std::string why;
  for (const double tolerance : {1e-11, 1e-10, 1e-9}) try {
      StateChecks result = checks_to(tolerance, plan, fine, coarse);
      if (!why.empty())
        notes.push_back("The potentials at the initial state are computed to " + few_digits(tolerance) +
                        " of their values, for round-off allows no more: " + why);
      return result;
    } catch (const NumericalFailure &failure) {
      if (why.empty()) why = failure.what();
    }
  notes.push_back("The potentials at the initial state could not be computed: " + why);
  return {};
}

}  // namespace gammaflow
