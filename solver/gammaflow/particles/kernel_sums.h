// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/particle_kernel.h>

#include <vector>

namespace gammaflow
{
/// The sources y_j, and the sums over them.
struct Sources {
  PointsView points;
  /// Columns a_c: each gives sum_j k(x_i, y_j) a_c[j].
  std::vector<const double *> columns;
  /// Column c is component c of a vector: its images at walls are reflected.
  bool vector_columns = false;
  /// Numbers b, one per source: they give sum_j b[j] (-grad_x k)(x_i, y_j). Null: not computed.
  const double *repelling = nullptr;
};

/// Sums over the sources, one for each target.
struct KernelSums {
  std::vector<std::vector<double>> columns;
  std::vector<double> repulsion;  ///< direction by direction, as coordinates are
};

/// The sums at all targets x_i, over sources and their images. On a line, for profiles that are a polynomial
/// times an exponential, in O(N log N) operations; else over all pairs in blocks, each pair once where the
/// targets are the sources. The same bits for any number of threads.
KernelSums kernel_sums(const ParticleKernel &kernel, const PointsView &targets, const Sources &sources);

/// The same over pairs and on a line, of the plain profile without images.
KernelSums pair_sums(const RadialKernel &profile, const PointsView &targets, const Sources &sources);
KernelSums line_sums(const ExponentialProfile &profile, const PointsView &targets, const Sources &sources);

}  // namespace gammaflow
