#pragma once

#include <gammaflow/study/claims/limit_decision.h>
#include <gammaflow/study/points/sweep_point.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <string>

namespace gammaflow
{
/// Another limit than the claimed one: the one that the geometry itself declares for this sweep.
struct OtherLimit {
  LimitDeclaration limit;
  std::optional<JudgedLimit> judged;  ///< what the sweep says about it
  std::optional<OrderStatement> order;
  Measured separation;                                ///< the distance between the two limit flows
  SweepValue of_last{0, std::nan(""), std::nan("")};  ///< that of the last point to the other limit flow
};

/// What the claims of a case are judged by, beside its measured points.
struct CaseEvidence {
  std::optional<JudgedLimit> solutions;  ///< from the states; none where they could not be compared
  std::optional<OtherLimit> other;
  nlohmann::json conditions = nlohmann::json::array();  ///< of the predicted order, see conditions_json()
  std::vector<std::string> notes;                       ///< what could not be had, in words
};

/// Thresholds and words of the judgements of this case about this quantity.
JudgeOptions judge_options(const CasePlan &plan, const std::string &quantity);

/// From the files of the points and, where another limit is to be looked at, from its flow.
CaseEvidence gather_evidence(const CasePlan &plan, const std::string &folder, const nlohmann::json &points,
                             EvolutionCache &cache);

/// {"geometry", "settings", "separation", "distance", "delta", "limit"}; null where there is none.
nlohmann::json other_limit_json(const CaseEvidence &evidence);

}  // namespace gammaflow
