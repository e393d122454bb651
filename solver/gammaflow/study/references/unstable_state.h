// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/certified_evolution.h>

#include <optional>
#include <string>

namespace gammaflow
{
/// The output time after which the errors of a flow are not known, if there is one. Where the energy is not
/// convex a state may be unstable: then the difference of two computations grows like exp(rate t) until each
/// of them leaves it. Which way is a matter of round-off, and computations that leave it the same way agree
/// again, whatever the exact flow does. So an error bar in L1 or L2 of a tenth of the state's amplitude
/// (half of the range of its values) tells that those of later times mean nothing.
std::optional<double> unknown_after(const CertifiedEvolution &run);

/// Sets `known_until` to unknown_after(), if any, and makes the errors of later times infinite.
void forget_what_is_not_known(CertifiedEvolution &run);

/// The reason, as a sentence for the user.
std::string why_not_known_after(double time);

}  // namespace gammaflow
