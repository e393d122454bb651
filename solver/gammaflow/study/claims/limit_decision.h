// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/limit_judgement.h>
#include <gammaflow/comparison/judgement/order_judgement.h>
#include <gammaflow/geometries/geometry.h>

#include <optional>
#include <vector>

namespace gammaflow
{
/// A statement about a limit, and the extrapolation that it is based on, if it is.
struct JudgedLimit {
  LimitStatement statement;
  std::optional<ExtrapolatedDistance> extrapolated;
};

/// From the extrapolated states, and where these do not decide, from the distances, which may confirm what
/// does not contradict the states, and never refute. Where neither decides and the values level off, the
/// sentence says so. Without an extrapolation, from the distances alone.
JudgedLimit decide_limit(const std::vector<SweepValue> &values,
                         const std::optional<ExtrapolatedDistance> &extrapolated, double predicted_order,
                         const JudgeOptions &options);

/// The statement about the claimed limit beside the one that the geometry declares:
///   * where the declared one is confirmed, and its order not refuted, and both limit flows differ by more
///     than the error bar (`separation`), the claim is refuted, and the sentence says by how much;
///   * a confirmed bound that does not tell both limits apart confirms neither.
LimitStatement beside_declared(LimitStatement claimed, const LimitDeclaration &declared,
                               const LimitStatement &limit, const OrderStatement &order,
                               const SweepValue &separation);

}  // namespace gammaflow
