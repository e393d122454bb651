// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// A whole file. InputError where it cannot be read, or has more bytes than `most`.
std::string content_of(const std::string &file, double most);

}  // namespace gammaflow
