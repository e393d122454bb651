#pragma once

#include <gammaflow/discretization/mirrored_basis.h>
#include <gammaflow/discretization/tensor_grid.h>

#include <Eigen/Core>

#include <array>
#include <cstddef>
#include <vector>

namespace gammaflow
{
/// The eigenvectors of the Laplacian of a box, L = B diag(eigenvalues) B^T M with B^T M B = 1: products of
/// the eigenvectors of the directions, so that going there and back are small dense products. Coefficients
/// come in the order of eigenvalues(), whatever that is.
class BoxModes
{
 public:
  explicit BoxModes(const TensorGrid &grid);

  Eigen::Index size() const { return eigenvalues_.size(); }
  const Eigen::VectorXd &eigenvalues() const { return eigenvalues_; }

  void to_modes(const double *x, double *modes) const;    ///< B^T M x: the coefficients of x
  void from_modes(const double *modes, double *x) const;  ///< B a: the nodal values
  /// The entries of B diag(g) B^T M on the diagonal.
  Eigen::VectorXd diagonal(const Eigen::VectorXd &g) const;

 private:
  unsigned dim_;
  std::array<std::size_t, 3> sizes_{{1, 1, 1}};
  std::vector<MirroredBasis> bases_;
  Eigen::VectorXd weights_, eigenvalues_;
};

}  // namespace gammaflow
