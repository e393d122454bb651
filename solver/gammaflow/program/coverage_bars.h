// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>

namespace gammaflow
{
/// `gammaflow coverage bars`: error bars of flows from random data against closed forms.
int coverage_bars(const Arguments &arguments);

}  // namespace gammaflow
