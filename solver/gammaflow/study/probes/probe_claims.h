#pragma once

#include <gammaflow/study/probes/probe_judgement.h>
#include <gammaflow/study/probes/probe_values.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Measures along the probes of a case, and adds claims 4 and 5 before claim 6. Nothing where the case has no
/// probes.
void add_probe_claims(const CasePlan &plan, unsigned level, EvolutionCache &cache, nlohmann::json &claims,
                      const std::function<void(const std::string &)> &log);

}  // namespace gammaflow
