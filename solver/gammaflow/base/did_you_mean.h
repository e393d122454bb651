// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// "; did you mean 'tolerance'?" where one of the names is close to what was given (letters left out, added,
/// changed or swapped, Damerau 1964; upper and lower case are the same), else "".
std::string did_you_mean(const std::string &given, const std::vector<std::string> &names);

/// The words of a text, separated by blanks.
std::vector<std::string> split_names(const std::string &text);

}  // namespace gammaflow
