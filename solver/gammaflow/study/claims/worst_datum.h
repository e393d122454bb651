// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/data_family.h>

#include <nlohmann/json.hpp>

#include <vector>

namespace gammaflow
{
/// For each case that was computed with a family of data, from the cases of a certificate: the worst of them,
/// and what it says. Worse is a verdict that is refuted than one that is not established, and this than one
/// that is confirmed (the other way where a refutation is expected); among equals, the larger distance at the
/// last parameter.
nlohmann::json worst_data(const std::vector<Datum> &family, const nlohmann::json &cases);

}  // namespace gammaflow
