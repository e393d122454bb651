// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/coverage/random_coverage.h>

#include <vector>

namespace gammaflow
{
constexpr const char *kind_of_kernels = "kernel flow";
/// Kernel-approximated flows without closed forms from random initial states and targets, in 1D: for each of
/// them, in each round, a reference, and a study of it and its limit (RandomCase::other).
std::vector<RandomCase> kernel_cases(unsigned seed, unsigned rounds);

/// The bars of the states, or of the distance to the limit, compared with the differences to computations on
/// a mesh with cells half as long, with degree 6 and a much smaller tolerance.
std::vector<CoverageCase> bars_against_finer(const RandomCase &data,
                                             const CertificationMonitor &monitor = {});

}  // namespace gammaflow
