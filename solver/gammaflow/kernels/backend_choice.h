// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <string>

namespace gammaflow
{
/// Why `backend` cannot serve this kernel on this space; empty if it can.
std::string why_not(const std::string &backend, const Kernel &kernel, const Space &space);
/// Bytes that it would need, estimated before anything is allocated.
double estimated_bytes(const std::string &backend, const Kernel &kernel, const Space &space,
                       double tolerance);
/// The fastest backend that serves the kernel on this space within the memory; the rule and the measurements
/// behind it are in the .cc. InputError if none does.
std::string choose_backend(const Kernel &kernel, const Space &space, const KernelOperatorOptions &options);
/// InputError if `bytes` is more than allowed: says how much is needed and what else serves.
void require_memory(const std::string &backend, double bytes, const KernelOperatorOptions &options,
                    const std::string &alternatives);

}  // namespace gammaflow
