// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/study/plan/case_plan.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gammaflow
{
/// The kernel flow of a case and its limit at the initial state, on one space, at each step of the sweep,
/// with systems solved to a hundredth of `tolerance`. They are built one after the other: only one kernel is
/// held at a time.
void visit_flows_at_start(const CasePlan &plan, const std::shared_ptr<const Space> &space, double tolerance,
                          const std::function<void(const Flow &flow, const Flow &limit)> &visit);

/// Empty where R(u, v) of rates v = K_limit(u) xi is known to be finite: where the geometry is given by its
/// metric, or its kernel has a differential operator as its inverse, or the velocity (the growth rate) of v
/// is a sum of few modes of an intrinsic kernel. Elsewhere the reason. (With a Gaussian kernel R is +infinity
/// for most rates, while the discrete values are finite.)
std::string why_no_primal(const Flow &flow, const Flow &limit);

/// R(u, v); empty where it is infinite, or the equation for it is not solved.
std::optional<double> primal_potential(const Flow &flow, const Vector &u, const Vector &v);

/// K(u) xi
Vector onsager(const Flow &flow, const Vector &u, const Vector &xi);

}  // namespace gammaflow
