// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/error_estimate.h>

#include <vector>

namespace gammaflow
{
using Table =
    std::vector<std::vector<double>>;  ///< of quantities: [quantity][time]; of differences: [time][k]

/// The estimates of one number at all times from its differences with their signs, [time][k], each through
/// the largest differences of this time and later ones. `fastest`, `noise`, `of_state`, `least`: see
/// error_estimate_of_number().
std::vector<ErrorEstimate> estimates_over_time(const Table &differences, double fastest,
                                               const std::vector<double> &noise,
                                               const ErrorEstimate &of_state, double least);

}  // namespace gammaflow
