// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/laplacian_calculus.h>
#include <gammaflow/spaces/transforms/fft_lines.h>

#include <memory>

namespace gammaflow
{
/// y = g(L) x = B diag(g(eigenvalues)) B^T M x on a box whose directions all have fast transforms, with few
/// passes through memory: forward along x; for eight neighbouring columns at a time, which stay in the cache,
/// forward along the other directions, times g, and backward; backward along x.
class BoxFilter
{
 public:
  /// Whether all directions of the box have fast transforms, so that the filter can be used.
  static bool serves(const BoxModes &modes, unsigned dim);
  BoxFilter(std::shared_ptr<const BoxModes> modes, unsigned dim, const SpectralFunction &function);

  /// y = g(L) x, nodal values, x fastest.
  void apply(const double *x, double *y) const;

 private:
  /// One line alone: 1D.
  void apply_line(const double *x, double *y) const;
  void filter_columns(const double *g, double *columns) const;

  std::shared_ptr<const BoxModes> modes_;
  unsigned dim_;
  std::size_t nx_, ny_, nz_;
  FftBuffer<double> g_;
};

}  // namespace gammaflow
