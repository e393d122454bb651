// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/roughness.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// The interpolation error of a density on the meshes of a reference. Nested meshes share nodes, so that none
/// of them shows features between these; hence the formula (or data) is evaluated at the nodes of elements of
/// another degree.
struct SampledDensity {
  /// int |u - u_h| / int |u| on the levels of the reference, finest first.
  std::vector<double> missed;
  /// int |u_h - u_2h| / int |u| likewise: the difference of the two finest levels.
  double seen = 0;

  double missed_by_finest() const { return missed.empty() ? 0 : missed.front(); }
  /// The factor by which each level reduces `missed`, where that is weaker than for smooth data; else 0.
  double contraction(unsigned degree) const;
  /// The error that no difference of levels shows: the finest one misses far more than it differs from the
  /// next.
  double unseen() const;
};

/// The initial state, and the target where it has no formula (else its enclosures are asked, once).
struct SampledData {
  SampledDensity initial, target;
  /// What the formulas of initial state, target and source say.
  Roughness of_formulas;

  /// By what each level contracts what is missed of rough data in a norm: jumps (1/2), kinks (1/4), cusps; 0
  /// for data that the elements resolve with their order, nearly. Later states cannot be trusted to converge
  /// faster: how much of a jump a mesh misses is an accident, and two meshes that agree by accident look like
  /// a fast one.
  double contraction(unsigned degree, const std::string &norm = "L1") const;
  double unseen() const;
  /// What is missed by the finest mesh of rough data in a norm, relative to them; nothing is known but of L1
  /// (of which other norms take it), and of the maximum.
  double missed(const std::string &norm) const;
};

SampledData sampled_data(const CertifiedEvolution &run);

}  // namespace gammaflow
