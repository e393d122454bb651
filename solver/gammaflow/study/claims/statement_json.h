// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/study/claims/limit_decision.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// The statements of a claim as entries of the certificate; null for numbers that do not exist.
nlohmann::json limit_json(const JudgedLimit &limit);
nlohmann::json order_json(const OrderStatement &order);
/// The thresholds that both are judged by.
nlohmann::json thresholds_json(const JudgeOptions &options);

}  // namespace gammaflow
