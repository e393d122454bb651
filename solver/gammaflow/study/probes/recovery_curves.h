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

/// For growth in a kernel's space (KnowsImageCost), beside the constant sequence: z_e(t) = z(0) + S (z(t) -
/// z(0)) with z = log w and
///   mollified   S = Kf, where the bandwidth goes to zero;
///   minimizing  S = Kf (Kf + tau)^-1: its growth f minimizes |f - w'/w|^2 + tau |f|_H^2; tau =
///   probes/tikhonov times
///               the parameter over its largest value, to the power of the predicted order.
/// The growth w_e'/w_e = S (w'/w) has a preimage under Kf, so that R_e is finite and known.
std::vector<RecoveryKind> recovery_kinds(const CasePlan &plan, const Flow &kernel_flow);

}  // namespace gammaflow
