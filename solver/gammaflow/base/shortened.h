// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// What a message quotes of a text that somebody gave: at most 200 bytes (a path, say) as they are; of longer
/// ones the first 60, or a few less so that no character of UTF-8 is cut, and then "... (N characters)".
std::string shortened(const std::string &text);

}  // namespace gammaflow
