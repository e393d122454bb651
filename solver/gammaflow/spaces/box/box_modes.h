// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/mirrored_basis.h>
#include <gammaflow/spaces/lines/tensor_grid.h>
#include <gammaflow/spaces/transforms/bloch_transform.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace gammaflow
{
/// The sides of a box at whose nodes functions are held at zero.
using HeldSides = std::array<HeldEnds, 3>;

/// The eigenvectors of the Laplacian of a box, L = B diag(eigenvalues) B^T M with B^T M B = 1: products of
/// the eigenvectors of the directions, so that going there and back is done one direction at a time: by fast
/// transforms where the direction has many equal cells, by small dense products elsewhere. Coefficients come
/// in the order of eigenvalues(), whatever that is. Functions that vanish at held sides: L restricted to the
/// other nodes; the modes of held nodes have the eigenvalue infinity.
class BoxModes
{
 public:
  /// How eigenvectors are applied: the faster way by measurement, or (to compare both) as told.
  enum class Method { measured, products, transforms };
  explicit BoxModes(const TensorGrid &grid, Method method = Method::measured, const HeldSides &held = {});

  /// Nodes of a direction from which on fast transforms are faster than halved products, measured
  /// (doc/benchmarks.md). A constant: what is timed while it runs does not give the same bits every time.
  static constexpr std::size_t least_transformed = 96;
  /// Whether a direction's fast transforms are the faster ones.
  static bool transformed(const Grid1D &grid);

  Eigen::Index size() const { return eigenvalues_.size(); }
  const Eigen::VectorXd &eigenvalues() const { return eigenvalues_; }
  /// Null where the direction's eigenvectors are products.
  const BlochTransform *transform(unsigned direction) const;
  const std::array<std::size_t, 3> &sizes() const { return sizes_; }
  /// The eigenvalues of a direction in the order of its coefficients.
  const Eigen::VectorXd &values(unsigned direction) const;

  void to_modes(const double *x, double *modes) const;    ///< B^T M x: the coefficients of x
  void from_modes(const double *modes, double *x) const;  ///< B a: the nodal values
  /// The diagonal of B diag(g) B^T M at the nodes; g: one number per eigenvalue, in the order of
  /// eigenvalues().
  Eigen::VectorXd diagonal(const Eigen::VectorXd &g) const;

 private:
  struct Direction {
    std::optional<MirroredBasis> products;
    std::optional<BlochTransform> transform;
  };
  unsigned dim_;
  std::array<std::size_t, 3> sizes_{{1, 1, 1}};
  std::vector<Direction> directions_;
  Eigen::VectorXd weights_, eigenvalues_;
};

}  // namespace gammaflow
