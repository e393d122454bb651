// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/expression.h>
#include <gammaflow/formula/interval_taylor.h>

namespace gammaflow
{
/// The formula for all variables in a box: its value, and its derivatives up to `order` in the variable
/// number `in`, each between two bounds. Where it has none in some point of the box (a kink, a jump), the
/// bounds of the derivatives are infinite.
IntervalTaylor enclosure(const Expression &formula, const Interval *variables, std::size_t in,
                         unsigned order);

/// One of its functions of so many arguments.
IntervalTaylor enclosure_of_function(std::size_t function, const IntervalTaylor *arguments, unsigned count);

}  // namespace gammaflow
