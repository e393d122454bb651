// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/certified_evolution.h>

#include <vector>

namespace gammaflow
{
/// What the meshes of a reference make of its initial state. Nested meshes share nodes, and what lies between
/// them none of them sees; so the formula (or data) is asked again, at the nodes of elements of another
/// degree.
struct SampledData {
  /// int |u0 - u0_h| / int |u0| on the levels of the reference, finest first.
  std::vector<double> missed;
  /// int |u0_h - u0_2h| / int |u0| likewise: what the levels see of it themselves.
  double seen = 0;
  /// What the formulas of initial state, target and source say: 1/2 for jumps, 1/4 for kinks, else 0.
  double of_formulas = 0;

  /// By what each level contracts what is missed of rough data, jumps (1/2) and kinks (1/4); 0 for data that
  /// the elements resolve with their order, nearly. Later states cannot be trusted to converge faster: how
  /// much of a jump a mesh misses is an accident, and two meshes that agree by accident look like a fast one.
  double contraction(unsigned degree) const;
  /// What no level sees: the finest one misses far more than it differs from the next.
  double unseen() const;
};

SampledData sampled_data(const CertifiedEvolution &run);

}  // namespace gammaflow
