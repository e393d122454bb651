// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/quantities.h>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// The results of the checks of a case that are no claims (decay, ...), for expected.csv; `name`: of the
/// case.
std::vector<Quantity> quantities_of_checks(const nlohmann::json &study_case, const std::string &name);

}  // namespace gammaflow
