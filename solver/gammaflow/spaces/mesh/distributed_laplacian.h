// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

namespace gammaflow
{
/// The calculus of the Laplacian on a mesh that may be distributed over processes: L by the cells, without a
/// matrix; functions of it by conjugate gradients with algebraic multigrid (LowOrderMultigrid).
///   Matern of integer s   s solves with 1 + l^2 L; its inverse is a differential operator, no solve
///   pseudo-inverse        one solve with L, the mean taken out
/// Other functions are refused (InputError).
class DistributedLaplacian : public LaplacianCalculus
{
 public:
  explicit DistributedLaplacian(const Space &space);

  void laplacian(const Vector &x, Vector &y) const override;
  void laplacian_diagonal(Vector &d) const override;
  double largest_eigenvalue() const override { return largest_eigenvalue_; }
  bool exact() const override { return false; }
  std::unique_ptr<SpectralOperator> prepare(const SpectralFunction &g) const override;

 private:
  const Space &space_;
  Vector ones_;
  double largest_eigenvalue_ = 0;
};

}  // namespace gammaflow
