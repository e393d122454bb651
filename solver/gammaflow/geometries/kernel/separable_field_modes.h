// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/image_sum.h>
#include <gammaflow/spaces/lines/tensor_grid.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <vector>

namespace gammaflow
{
/// The eigenvectors of a kernel that is a product over the directions (a Gaussian of free space), on points
/// that are one with weights w: in each direction K w = U diag(g) U^T w with U^T w U = 1, by a dense
/// decomposition of w^1/2 K w^1/2, so that the kernel is the product of these. A smooth kernel has few
/// eigenvalues above round-off: only those above 1e-17 of the largest one are kept, r of n, and going there
/// and back takes O(N r) operations.
class SeparableFieldModes
{
 public:
  SeparableFieldModes(const ImageSum &images, const TensorGrid &points);

  Eigen::Index size() const { return eigenvalues_.size(); }
  const Eigen::ArrayXd &eigenvalues() const { return eigenvalues_; }
  void to_modes(const double *x, double *modes) const;    ///< U^T w x
  void from_modes(const double *modes, double *x) const;  ///< U a

 private:
  unsigned dim_;
  std::array<std::size_t, 3> points_{{1, 1, 1}}, modes_{{1, 1, 1}};
  std::vector<Eigen::MatrixXd> vectors_, weighted_;  ///< U, and w U
  Eigen::ArrayXd eigenvalues_;
};

}  // namespace gammaflow
