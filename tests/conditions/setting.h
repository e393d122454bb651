// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/make_space.h>
#include <gammaflow/study/plan/case_conditions.h>

#include "tests/support/spaces.h"
#include <string>

namespace gammaflow::testing::conditions
{
/// A case: KL in the KRR Fisher-Rao geometry with a Matern kernel of bandwidth 0.1 over the unit interval.
inline CasePlan plan_with(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "domain/cells = 16; domain/degree = 4; geometry/name = KRR Fisher-Rao; kernel/name = intrinsic Matern; "
      "kernel/bandwidth = 0.1; sweep/parameter = ridge; sweep/from = 1e-1; sweep/to = 1e-4; sweep/points = "
      "6; "
      "initial state/kind = formula; target/kind = formula; "
      "initial state/formula = exp(0.7*cos(pi*x)); target/formula = exp(0.6*cos(2*pi*x) - 0.4*cos(pi*x)); " +
          settings,
      "test");
  return plan_cases(p).at(0);
}

inline ConditionResult condition(const std::string &name, const std::string &settings)
{
  const CasePlan plan = plan_with(settings);
  for (const auto &result : check_conditions(plan, make_space(plan.flow, plan.first_level)))
    if (result.name == name || result.name == name + of_energy) return result;
  throw std::logic_error("the limit does not name the condition '" + name + "'");
}
}  // namespace gammaflow::testing::conditions
