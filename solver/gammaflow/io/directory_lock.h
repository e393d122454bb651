// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace gammaflow
{
/// Makes `directory` where it is missing, and locks it for this process until it ends (flock() on the
/// directory itself, so that nothing is left behind, whatever ends the process). InputError that names the
/// directory where it cannot be made, or where another process holds the lock. A file system without such
/// locks is used without.
void lock_directory(const std::string &directory);

}  // namespace gammaflow
