// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// What deal.II's description of a pattern allows, for people: "[Selection box|mesh ]" -> "box, mesh",
/// "[Integer range 1...12 (inclusive)]" -> "a whole number from 1 to 12", "[Anything]" -> "". Other patterns
/// are returned unchanged.
std::string pattern_in_words(const std::string &pattern);

}  // namespace gammaflow
