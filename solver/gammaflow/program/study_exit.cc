// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/program/study_exit.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
ExitCode exit_code_of(const nlohmann::json &certificate)
{
  if (!certificate.at("complete").get<bool>()) return exit_numerical_failure;
  ExitCode code = exit_done;
  for (const auto &entry : certificate.at("cases")) {
    if (entry.at("as_expected").get<bool>()) continue;
    const bool decided = entry.at("verdict") != to_string(Verdict::not_established);
    code = worse_of(code, decided ? exit_refuted : exit_numerical_failure);
  }
  return code;
}

ExitCode worse_of(const ExitCode a, const ExitCode b)
{
  for (const ExitCode code : {exit_refuted, exit_numerical_failure})
    if (a == code || b == code) return code;
  return exit_done;
}

}  // namespace gammaflow
