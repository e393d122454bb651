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
/// One of the claims of evolutionary Gamma-convergence about a case, and what the figures say about it.
struct Claim {
  int number = 0;  ///< 1 solutions, 2 energies, 3 dissipations, 4 lower bound, 5 recovery, 6 balance
  std::string name;
  Verdict verdict = Verdict::not_established;
  std::string sentence;
  std::string quantity = {}, limit = {};  ///< what was measured, and the geometry that it was held against
  double predicted_order = std::nan("");
  std::optional<JudgedLimit> about_limit = {};  ///< both statements of claims 1 to 3
  std::optional<OrderStatement> about_order = {};
  /// Entries of the certificate that are shown and not judged any more: the probes of claim 4, the sequences
  /// of claim 5.
  nlohmann::json shown = nlohmann::json::object();
};

using Claims = std::vector<Claim>;

/// As it stands in the certificate.
nlohmann::json claim_json(const Claim &claim);

}  // namespace gammaflow
