// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <memory>

namespace gammaflow
{
/// Algebraic multigrid (Trilinos ML, smoothed aggregation) for operators c + M^-1 A(m) with functions c > 0,
/// m >= 0: on the multilinear elements of the small cells between neighbouring nodes, with the quadrature at
/// their corners. That matrix is spectrally equivalent to A(m) whatever cell length and degree are (Orszag,
/// J. Comput. Phys. 37, 1980; Canuto, Comput. Methods Appl. Mech. Eng. 116, 1994), has few entries in a row,
/// on rectangles none off its diagonal that is positive, and is distributed as the space is. Rows and columns
/// are scaled to a unit diagonal: c and m may range over many powers of ten (densities with tails), which the
/// factorization of the coarsest matrix would not survive.
class LowOrderMultigrid
{
 public:
  explicit LowOrderMultigrid(const Space &space);
  ~LowOrderMultigrid();

  /// Builds the hierarchy for c > 0 and m >= 0, nodal values.
  void initialize(const Vector &c, const Vector &m);
  /// z = (c + M^-1 A(m))^-1 r, approximately: two V-cycles.
  void apply(const Vector &r, Vector &z) const;
  /// Whether the coarsest mesh is solved by LU factors; the largest number of unknowns solved so until now.
  bool factors() const;
  std::size_t largest_factored() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace gammaflow
