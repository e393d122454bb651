// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/memory.h>

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace gammaflow
{
void keep_freed_memory()
{
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);         // large blocks are parts of the heap, too
  mallopt(M_TRIM_THRESHOLD, -1);  // whose end is not given back
#endif
}

}  // namespace gammaflow
