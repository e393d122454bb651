// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/// Before a function with loops over many numbers: it is compiled twice, for every x86-64 and for those with
/// AVX2 and FMA, and the loader chooses by the processor. (Not under sanitizers, which start after the
/// loader's choice, and not on other processors.)
#if defined(__x86_64__) && defined(__linux__) && !defined(GAMMAFLOW_SANITIZED)
#define GAMMAFLOW_VECTOR_TARGETS __attribute__((target_clones("default", "arch=haswell")))
#else
#define GAMMAFLOW_VECTOR_TARGETS
#endif
