// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/resolved_points.h>

namespace gammaflow
{
/// The interval of the order from changes of the local orders that contract: the sum of all further changes
/// is at most c/(1 - c) times the last one, where c is half way from the observed contraction to 1.
struct ContractingOrders {
  bool valid = false;
  double low = 0, high = 0;
  explicit ContractingOrders(const ResolvedPoints &points);
};

/// Whether the local orders have settled: by all parabolas of log d over log e that pass through the error
/// bars, they change by no more than 0.01 when the parameter is halved; or their changes shrink.
bool have_settled(const ResolvedPoints &points);
/// The last three changes of the local orders have one sign and shrink, bars included, by a factor of 0.7
/// each, the last one below 0.05: needs five points.
bool changes_shrink(const ResolvedPoints &points);

/// Whether the predicted order is compatible with a sweep above its scale, by a factor of up to 100.
bool may_be_above_scale(const ResolvedPoints &points, double predicted_order);

}  // namespace gammaflow
