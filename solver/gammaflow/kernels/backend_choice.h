// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <string>

namespace gammaflow
{
/// Why `backend` (dense, separable, fft, sparse, calculus, elliptic) cannot serve this kernel on this space;
/// empty if it can. Memory is not asked for.
std::string why_not(const std::string &backend, const Kernel &kernel, const Space &space);
/// Bytes that the backend would need, estimated before anything is allocated. `tolerance`: as in
/// KernelOperatorOptions. Requires why_not() to be empty.
double estimated_bytes(const std::string &backend, const Kernel &kernel, const Space &space,
                       double tolerance);
/// The fastest backend that serves the kernel on this space within the memory (the rule is in the .cc), or
/// options.backend where that is not "auto". InputError where it does not serve or none fits.
std::string choose_backend(const Kernel &kernel, const Space &space, const KernelOperatorOptions &options);
/// InputError if `bytes` is more than options.memory_mib: the message says how much is needed, and what else
/// serves (`alternatives`).
void require_memory(const std::string &backend, double bytes, const KernelOperatorOptions &options,
                    const std::string &alternatives);

}  // namespace gammaflow
