// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/study/claims/limit_decision.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// One of the claims of evolutionary Gamma-convergence about a case, with its verdict.
struct Claim {
  int number = 0;  ///< 1 solutions, 2 energies, 3 dissipations, 4 lower bound, 5 recovery, 6 balance
  std::string name;
  Verdict verdict = Verdict::not_established;
  std::string sentence;
  std::string quantity = {}, limit = {};  ///< the measured quantity, and the name of the limit geometry
  double predicted_order = std::nan("");
  std::optional<JudgedLimit> about_limit = {};  ///< both statements of claims 1 to 3
  std::optional<OrderStatement> about_order = {};
  /// Further entries of the certificate: the probes of claim 4, the sequences of claim 5.
  nlohmann::json shown = nlohmann::json::object();
};

using Claims = std::vector<Claim>;

/// The entry of the certificate.
nlohmann::json claim_json(const Claim &claim);

}  // namespace gammaflow
