// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>

namespace gammaflow
{
/// What identifies the evolution that a flow computes: the parameters that it is made from and the hashes of
/// its files. Of section "geometry" only what the geometry reads, of kernels only those that the flow has, so
/// that all points of a sweep share the evolution of a limit flow without a bandwidth or a ridge.
std::string evolution_key(const Parameters &flow);

}  // namespace gammaflow
