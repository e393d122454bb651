// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// What deal.II's description of a pattern allows, for people: "[Selection box|mesh ]" -> "box, mesh",
/// "[Integer range 1...12 (inclusive)]" -> "a whole number from 1 to 12", "[Anything]" -> "". What it does
/// not know stays as it is.
std::string pattern_in_words(const std::string &pattern);

}  // namespace gammaflow
