// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// From now on memory that is freed stays with the process, where the C library can be told so (glibc), and
/// serves again. Otherwise it goes back to the system if it is large (vectors from a few million nodes on),
/// and every page of what takes its place is cleared and mapped anew, which costs as much as several ways
/// through it. Changes no result.
void keep_freed_memory();

}  // namespace gammaflow
