// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/conditions/condition.h>
#include <gammaflow/study/claims/limit_decision.h>
#include <gammaflow/study/points/point_record.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Another limit than the claimed one: the one that the geometry itself declares for this sweep.
struct OtherLimit {
  LimitDeclaration limit;
  std::optional<JudgedLimit> judged;  ///< the statement of the sweep about this limit
  std::optional<OrderStatement> order;
  Measured separation;                                ///< the distance between the two limit flows
  SweepValue of_last{0, std::nan(""), std::nan("")};  ///< that of the last point to the other limit flow
  bool conditions_hold = true;                        ///< those of the declaration, along its flow
  /// The curve over time of an energy or a dissipation along this limit flow, by the name of its series, with
  /// the largest difference to that of the claimed limit and the error bars of both; none where the limit
  /// flow depends on the parameter.
  struct Curve {
    std::vector<double> values;
    SweepValue separation;
  };
  std::map<std::string, Curve> curves = {};
};

/// The evidence for the claims of a case, besides its measured points.
struct CaseEvidence {
  std::optional<JudgedLimit> solutions;  ///< from the states; none where they could not be compared
  std::optional<OtherLimit> other;
  std::vector<ConditionResult> conditions;  ///< of the predicted order
  std::vector<std::string> notes;           ///< evidence that could not be computed, in words
};

/// Thresholds and words of the judgements of this case about this quantity.
JudgeOptions judge_options(const CasePlan &plan, const std::string &quantity);

/// The predicted order of the metric behind the judged distance (for divergences, of its root): the order
/// that the geometry declares is that of the metric; an order that the study names is that of the distance
/// itself.
double order_of_metric(const CasePlan &plan);

/// Computes the evidence from the files of the points in `folder` and, where the geometry declares another
/// limit, from the flow of that limit.
CaseEvidence gather_evidence(const CasePlan &plan, const std::string &folder,
                             const std::vector<PointRecord> &points, EvolutionCache &cache);

/// {"geometry", "settings", "separation", "distance", "delta", "limit"}; null where there is none.
nlohmann::json other_limit_json(const CaseEvidence &evidence);

}  // namespace gammaflow
