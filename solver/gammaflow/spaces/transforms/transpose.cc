// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/vector_targets.h>
#include <gammaflow/spaces/transforms/lanes.h>
#include <gammaflow/spaces/transforms/transpose.h>

namespace gammaflow
{
namespace
{
using Four = double __attribute__((vector_size(32)));

/// Four rows of four, in the processor's vectors.
GAMMAFLOW_INLINE void transpose_four(const double *from, std::size_t from_stride, double *to,
                                     std::size_t to_stride)
{
  Four a, b, c, d;
  load(a, from);
  load(b, from + from_stride);
  load(c, from + 2 * from_stride);
  load(d, from + 3 * from_stride);
  const Four ab = __builtin_shufflevector(a, b, 0, 4, 2, 6),
             ab_next = __builtin_shufflevector(a, b, 1, 5, 3, 7),
             cd = __builtin_shufflevector(c, d, 0, 4, 2, 6),
             cd_next = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  store(Four(__builtin_shufflevector(ab, cd, 0, 1, 4, 5)), to);
  store(Four(__builtin_shufflevector(ab_next, cd_next, 0, 1, 4, 5)), to + to_stride);
  store(Four(__builtin_shufflevector(ab, cd, 2, 3, 6, 7)), to + 2 * to_stride);
  store(Four(__builtin_shufflevector(ab_next, cd_next, 2, 3, 6, 7)), to + 3 * to_stride);
}
}  // namespace

GAMMAFLOW_VECTOR_TARGETS
void transpose(const std::size_t rows, const std::size_t columns, const double *from,
               const std::size_t from_stride, double *to, const std::size_t to_stride)
{
  const std::size_t fours = rows / 4 * 4, across = columns / 4 * 4;
  for (std::size_t j = 0; j < across; j += 4)
    for (std::size_t i = 0; i < fours; i += 4)
      transpose_four(from + i * from_stride + j, from_stride, to + j * to_stride + i, to_stride);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = i < fours ? across : 0; j < columns; ++j)
      to[j * to_stride + i] = from[i * from_stride + j];
}

}  // namespace gammaflow
