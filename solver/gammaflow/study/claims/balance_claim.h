// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/case_plan.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// A claim without statements: number, name, verdict, sentence.
nlohmann::json plain_claim(int number, const std::string &name, Verdict verdict, const std::string &sentence);

/// Claim 6: every run's residual is within what its time integration may leave. Refuted where it is not, or
/// is not a number; not established where it is that of the time integration itself, since it falls with the
/// tolerance.
nlohmann::json balance_claim(const CasePlan &plan, const nlohmann::json &points);

}  // namespace gammaflow
