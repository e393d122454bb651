// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// Whether `text` is UTF-8, as JSON wants it, without the character 0, which ends texts of C.
bool is_utf8(const std::string &text);
/// `text` with whatever is not UTF-8, and the character 0, replaced by U+FFFD.
std::string as_utf8(const std::string &text);

}  // namespace gammaflow
