// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>

/// For templates of loops inside functions that are compiled for several processors (base/vector_targets.h):
/// they are inlined into these.
#define GAMMAFLOW_INLINE __attribute__((always_inline)) inline
#define GAMMAFLOW_INLINE_LAMBDA __attribute__((always_inline))

namespace gammaflow
{
/// Numbers of several lines side by side, one of each: what is done along the lines is done for all of them
/// at once, with the processor's vectors and whole cache lines. For Fourier transforms lines 2q and 2q + 1
/// are the real and the imaginary part of one complex line.
using Lanes8 = double __attribute__((vector_size(64)));
using Lanes2 = double __attribute__((vector_size(16)));

template <class V>
constexpr std::size_t lanes = sizeof(V) / sizeof(double);

template <class V>
GAMMAFLOW_INLINE void load(V &v, const double *from)
{
  __builtin_memcpy(&v, from, sizeof(V));
}
template <class V>
GAMMAFLOW_INLINE void store(const V &v, double *to)
{
  __builtin_memcpy(to, &v, sizeof(V));
}

/// v = -i v of the complex numbers.
GAMMAFLOW_INLINE void turn_back(Lanes8 &v)
{
  const Lanes8 sign = {1, -1, 1, -1, 1, -1, 1, -1};
  v = sign * __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
}
GAMMAFLOW_INLINE void turn_back(Lanes2 &v)
{
  const Lanes2 sign = {1, -1};
  v = sign * __builtin_shufflevector(v, v, 1, 0);
}

}  // namespace gammaflow
