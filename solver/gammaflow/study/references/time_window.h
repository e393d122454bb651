// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace gammaflow
{
/// The error in time at consecutive times, from the differences d of a run to one with ten times its
/// tolerance; differences[0] is at the start. For errors proportional to the tolerance, d is nine times the
/// error. But two runs may agree at one time by accident, where the difference of their errors crosses zero;
/// it is not small for long there, since errors change with time. So with
///   between = the smaller one of the largest d at three times before and at three times after; at the
///             first and the last time d at the neighbour,
///   soon    = the largest d at this time and three later ones,
///   ever    = the largest d at this time and all later ones,
/// the error is taken to be
///   of states   max(0.9 d, 0.5 between),
///   of numbers  max(0.9 d, 0.5 between, 0.3 soon, 0.1 ever), which agree more easily, and longest at the
///               beginning.
/// An error that dies out is not enlarged by earlier ones. With fewer than four times after the start, d
/// itself replaces 0.9 d. The error at the start is |d|. NaN stays NaN. The factors:
/// TimeBars.CoverWhereTwoRunsAgreeByAccident in tests/study/.
enum class Differing { states, numbers };
std::vector<double> errors_in_time(const std::vector<double> &differences, Differing what);

}  // namespace gammaflow
