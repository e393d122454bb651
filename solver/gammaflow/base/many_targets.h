// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// One source for several instruction sets: a function that is inlined into one without a mark, and, where
/// GAMMAFLOW_MANY_TARGETS is defined, into copies of that with GAMMAFLOW_AVX2 and GAMMAFLOW_AVX512.
/// (min_vector_width: clang keeps to half registers otherwise.)
#if defined(__x86_64__) && defined(__linux__)
#define GAMMAFLOW_MANY_TARGETS
#define GAMMAFLOW_AVX2 __attribute__((target("avx2,fma")))
#if defined(__clang__)
#define GAMMAFLOW_AVX512 __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl"), min_vector_width(512)))
#else
#define GAMMAFLOW_AVX512 __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl")))
#endif
#endif
#define GAMMAFLOW_INLINE inline __attribute__((always_inline))

#ifdef GAMMAFLOW_MANY_TARGETS
namespace gammaflow
{
/// The one of three copies that this processor runs fastest.
template <class Function>
Function best_target(Function anywhere, Function avx2, Function avx512)
{
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return anywhere;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                 __builtin_cpu_supports("avx512vl")
             ? avx512
             : avx2;
}
}  // namespace gammaflow
#endif
