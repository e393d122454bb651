#pragma once

#include <gammaflow/study/case_plan.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// Judges the claims of evolutionary Gamma-convergence from the measured points of a case (their JSON, as
/// they stand in the certificate): 1 solutions, 2 energies, 3 both dissipations separately, 6 the
/// energy-dissipation balance. In mode `equality`: one claim, that the two flows are the same.
nlohmann::json judge_claims(const CasePlan &plan, const nlohmann::json &points);

/// The verdict of a case from its claims: refuted if the solutions' claim is; not established if any that
/// applies is not; refuted if any is; confirmed otherwise.
Verdict overall_verdict(const nlohmann::json &claims);

/// Inverse of to_string(Verdict).
Verdict verdict_from(const std::string &name);

}  // namespace gammaflow
