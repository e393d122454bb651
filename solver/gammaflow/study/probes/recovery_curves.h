// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/probes/probe_values.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A way to make curves w_e that recover a curve w.
struct RecoveryKind {
  std::string name;
  Recovered make;
};

/// Beside the constant sequence, with the smoothing S = Kf where the bandwidth goes to zero (mollified), and
/// S = Kf (Kf + tau)^-1 (minimizing): S f minimizes |g - f|^2 + tau |g|_H^2; tau = probes/tikhonov times the
/// parameter over its largest value, to the power of the predicted order.
///   Growth in a kernel's space (KnowsImageCost): log w_e(t) = log w(0) + S (log w(t) - log w(0)), so that
///   w_e'/w_e = S (w'/w).
///   Velocities in a kernel's space (KnowsVelocityImageCost) on boxes: w_e is carried by the velocity S f
///   from w(0), f that of w (carried_curve.h). Between walls in one dimension no other velocity has its rate;
///   elsewhere f is that of the limit flow's flux, and there is none without a limit of velocities.
/// R_e is finite, and known for growth and between walls; elsewhere it has bounds.
std::vector<RecoveryKind> recovery_kinds(const CasePlan &plan, const Flow &kernel_flow,
                                         const Flow *limit_flow = nullptr);

}  // namespace gammaflow
