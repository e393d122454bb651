// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/resolved_points.h>

#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// One model of d(e) with a limit d_inf, compared with the error bars.
struct LimitModel {
  std::string name;                                           ///< "d_inf + C e^q"
  bool accepted = false;                                      ///< some member passes through all error bars
  double low = 0, high = 0;                                   ///< d_inf >= 0 of the accepted members
  double residual = std::numeric_limits<double>::infinity();  ///< as in OrderModel
};

/// d_inf + C e^q and (d_inf^2 + C^2 e^2q)^1/2 for any q, and both with the predicted order and a second term
/// (1 + a e^r) with 1 + a e^r >= 0.1. Of the roots only those count that pass through bars of t + 0.5 (1 - t)
/// of their length, t the smallest residual of any of them.
std::vector<LimitModel> limit_models(const ResolvedPoints &points, double predicted_order);

}  // namespace gammaflow
