// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// Gives a file that was written its name, so that both outlast a failure of power: fsync() of the file,
/// rename, fsync() of its directory. Returns what failed, in words; "" on success.
std::string rename_durably(const std::string &temporary, const std::string &path);

}  // namespace gammaflow
