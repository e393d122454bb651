// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/study/candidates/lebesgue_bars.h>

#include <optional>

namespace gammaflow
{
/// An estimate of what the energy of a flow changes by where the true state is another one than u within
/// these bars: its first variation, by Hoelder's inequality (with the mass as it is, where that is known),
/// and its second one, at twice its largest entry. Of densities below twice their bar in Linf it is what the
/// energy changes by when the bar in L1 is spread evenly there. Nothing where no bar is known, or where the
/// energy is not finite.
std::optional<double> energy_bar(const Flow &flow, const Vector &u, const LebesgueBars &bars,
                                 bool mass_is_known);

}  // namespace gammaflow
