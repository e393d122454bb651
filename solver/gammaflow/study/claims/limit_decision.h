// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/geometries/geometry.h>

#include <optional>
#include <vector>

namespace gammaflow
{
/// A statement about a limit, and the extrapolation that it is based on, if any.
struct JudgedLimit {
  LimitStatement statement;
  std::optional<ExtrapolatedDistance> extrapolated;
};

/// From the extrapolated states, and where these do not decide, from the distances, which may confirm if they
/// do not contradict the states, and never refute. Where neither decides and the values level off, the
/// sentence tells it. Without an extrapolation, from the distances alone.
JudgedLimit decide_limit(const std::vector<SweepValue> &values,
                         const std::optional<ExtrapolatedDistance> &extrapolated, double predicted_order,
                         const JudgeOptions &options);

/// The statement about the claimed limit beside the one that the geometry declares:
///   * refuted where the declared one is confirmed and both limit flows differ (`separation`) by more than
///   their
///     error bar and the bound of the declared limit, or, if its order is not refuted, by more than the error
///     bar alone; the sentence tells by how much;
///   * a confirmed bound that is not below the separation less its error bar becomes not established.
LimitStatement beside_declared(LimitStatement claimed, const LimitDeclaration &declared,
                               const LimitStatement &limit, const OrderStatement &order,
                               const SweepValue &separation);

}  // namespace gammaflow
