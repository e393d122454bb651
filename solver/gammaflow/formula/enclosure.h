// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/expression.h>
#include <gammaflow/formula/interval_taylor.h>

namespace gammaflow
{
/// Enclosures of the formula for all variables in a box (one interval per variable): its value, and its
/// Taylor coefficients up to `order` (<= IntervalTaylor::highest_order) in the variable number `in`. Where a
/// derivative does not exist in some point of the box (a kink, a jump), its bounds are infinite.
IntervalTaylor enclosure(const Expression &formula, const Interval *variables, std::size_t in,
                         unsigned order);

/// The same for the function number `function` (formula_function()) of `count` arguments.
IntervalTaylor enclosure_of_function(std::size_t function, const IntervalTaylor *arguments, unsigned count);

}  // namespace gammaflow
