// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <nlohmann/json.hpp>

namespace gammaflow
{
/// The study with fewer digits in the densities of its series, so that a page of many pictures stays small:
/// each is rounded to a ten-thousandth of the difference of kernel flow and limit at that moment (or a
/// hundred-thousandth of the largest value, if that is finer), which changes neither visibly. Everything else
/// stays as it is.
nlohmann::json with_compact_densities(nlohmann::json study);

}  // namespace gammaflow
