// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// From now on freed memory stays with the process and is reused (glibc; elsewhere nothing is done).
/// Otherwise large blocks (vectors from a few million nodes on) go back to the system, and the pages of new
/// ones are cleared and mapped again, which costs as much as several passes over them. Changes no result.
void keep_freed_memory();

}  // namespace gammaflow
