// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_judgement.h>

#include <vector>

namespace gammaflow
{
/// What a sequence of gaps tends to, as far as it is known.
struct GapLimit {
  bool known = false;
  bool contracts = false;  ///< the gaps converge like a power of the exponent that was asked for
  double estimate = 0, uncertainty = 0;
};
using GapNumber = double Gap::*;

/// By an exponent that is predicted.
GapLimit limit_by_power(const std::vector<Gap> &gaps, GapNumber member, double exponent);
/// Of the lower bounds, by all exponents with which they converge like a power: the middle of their limits,
/// with their spread. Where there is none, from the last two differences, which refutes nothing.
GapLimit limit_by_fitting_powers(const std::vector<Gap> &gaps, const std::vector<double> &exponents);
/// From what is still to come of a sequence whose differences fall fast enough, whatever its exponents.
GapLimit limit_of_settled(const std::vector<Gap> &gaps, GapNumber member);
/// From the last three values, where they differ by little: more than what a power of 1/10 leaves is not to
/// come.
GapLimit limit_of_level(const std::vector<Gap> &gaps, GapNumber member);
/// From the last four values, where L + a e^q + b e^p passes through them for exponents of 1/10 to 4: the
/// limits L of all such sums, and what the geometric series leaves. It belongs to differences whose ratios
/// fall, as those of c e^q/(1 + a e^q) do.
GapLimit limit_of_two_powers(const std::vector<Gap> &gaps, GapNumber member);

}  // namespace gammaflow
