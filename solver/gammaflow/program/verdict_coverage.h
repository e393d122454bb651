// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/command.h>

namespace gammaflow
{
/// `gammaflow coverage verdicts`: verdicts.csv, verdicts.md, lower-bound-verdicts.csv and
/// recovery-verdicts.csv in the output directory.
int verdict_coverage_command(const Arguments &arguments);
}  // namespace gammaflow
