// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/claims/case_evidence.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// Claim 3 at each output time t > 0: int_0^t R_e -> int_0^t R and int_0^t R*_e -> int_0^t R*, each time
/// judged by itself like the claims (limit and order, three-valued). Where R_e has two parts (SplitsPrimal),
/// also those, as rates at each output time: fit -> R of the limit, penalty -> 0. An entry of
/// the certificate; null where there are no dissipations or no sweep. `other`: the limit
/// that the geometry declares, where the study names another one.
nlohmann::json dissipation_in_time(const CasePlan &plan, const std::vector<PointRecord> &points,
                                   const std::optional<OtherLimit> &other = {});

}  // namespace gammaflow
