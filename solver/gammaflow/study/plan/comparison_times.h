// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// The times at which a study compares two flows: the outputs, and times between them. `between` times lie in
/// every interval between outputs, at relative places that change from interval to interval, so that they do
/// not match the period of a source; and the first interval is halved towards 0 down to a 64th of the end,
/// since gradient flows are fastest at their start.
std::vector<double> comparison_times(const std::vector<double> &outputs, unsigned between);

/// How many times between outputs accuracy/"between outputs" asks for; auto: one in each interval, more where
/// there are less than eight outputs, none where there are more than 40, or where the mesh follows the state
/// (each time is a change of the mesh there).
unsigned times_between(const Parameters &parameters);

/// The parameters with the comparison times as their output times.
Parameters with_comparison_times(const Parameters &parameters);

}  // namespace gammaflow
