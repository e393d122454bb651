// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#ifndef GAMMAFLOW_LANES
#define GAMMAFLOW_LANES 2
#endif

namespace gammaflow
{
/// So many cells go through a loop at once, each in an entry of the vectors of the processor: the option of
/// this name of CMake. deal.II's own vectors have one entry where it was built without (Debian).
constexpr unsigned lanes = GAMMAFLOW_LANES;
typedef double Lanes __attribute__((vector_size(8 * GAMMAFLOW_LANES)));

/// Of a symmetric matrix.
template <int dim>
constexpr int n_entries = dim *(dim + 1) / 2;

}  // namespace gammaflow
