// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/program/check_results.h>
#include <gammaflow/program/command.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Checks each of these operands of `check` in a process of its own, `jobs` at a time: this program again,
/// with the settings, the output and its part of the threads of `arguments`. Results in the order of the
/// operands; done(case) is called as each arrives. A process that ends without a result is a failed case.
/// InputError where a process refuses its input; the others are ended then, and also when this program ends.
/// Each may use the memory/limit of its own parameters.
std::vector<CheckedCase> checked_by_processes(const std::vector<std::string> &operands,
                                              const Arguments &arguments, unsigned jobs,
                                              const std::function<void(const CheckedCase &)> &done);

}  // namespace gammaflow
