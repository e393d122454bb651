// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/study/plan/case_plan.h>

#include <cstddef>

namespace gammaflow
{
/// Bytes that measuring along one family of curves keeps at a time on this level and the next coarser one:
/// for each step of the sweep and for the limit a flow with its states and kernel operators, and what one
/// curve that solves a flow works with. `flow`: the kernel flow on this level with the largest operators.
double bytes_of_measurement(const CasePlan &plan, unsigned level, const Flow &flow);

/// How many such measurements may run side by side within memory/limit; at least one.
std::size_t measurements_within_memory(const CasePlan &plan, unsigned level, const Flow &flow);

}  // namespace gammaflow
