// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>

namespace gammaflow
{
/// `gammaflow coverage kernels`: error bars of kernel-approximated flows, and of their distances to their
/// limits, from random data against much finer computations.
int coverage_kernels(const Arguments &arguments);

}  // namespace gammaflow
