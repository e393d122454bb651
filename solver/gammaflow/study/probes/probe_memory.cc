// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/operator_bytes.h>
#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/memory_estimate.h>
#include <gammaflow/study/probes/probe_memory.h>

#include <algorithm>

namespace gammaflow
{
double bytes_of_measurement(const CasePlan &plan, const unsigned level, const Flow &flow)
{
  // initial state and target of a flow; nodes and weights are those of the space
  constexpr double states_of_flow = 2 * sizeof(double);
  const double fine = double(flow.space().n_nodes()),
               coarse = level > 0 ? double(estimate_nodes(plan.flow, level - 1)) : fine,
               // operators on fewer nodes are smaller in proportion, dense ones smaller still
      both = 1 + coarse / fine;
  return double(plan.steps.size() + 1) * both * (states_of_flow * fine + operator_bytes(flow)) +
         most_work_per_node * fine;
}

std::size_t measurements_within_memory(const CasePlan &plan, const unsigned level, const Flow &flow)
{
  return std::size_t(std::max(1., double(plan.memory_bytes) / bytes_of_measurement(plan, level, flow)));
}

}  // namespace gammaflow
