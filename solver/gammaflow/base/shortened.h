// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// A given text as messages quote it: texts of at most 200 bytes unchanged; of longer ones the first 60
/// bytes, or a few less so that no character of UTF-8 is cut, and then "... (N characters)".
std::string shortened(const std::string &text);

}  // namespace gammaflow
