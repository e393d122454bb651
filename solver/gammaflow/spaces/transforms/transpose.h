// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>

namespace gammaflow
{
/// to[j * to_stride + i] = from[i * from_stride + j] for i < rows, j < columns; `from` is not `to`.
void transpose(std::size_t rows, std::size_t columns, const double *from, std::size_t from_stride, double *to,
               std::size_t to_stride);

}  // namespace gammaflow
