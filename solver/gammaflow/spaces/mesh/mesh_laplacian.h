// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/laplacian_calculus.h>
#include <gammaflow/sparse/sparse_factor.h>

#include <Eigen/Core>

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace gammaflow
{
/// The stiffness A and the lumped mass M of a mesh, and the factors of M + c A that are in use.
class SparsePencil
{
 public:
  SparsePencil(SparseMatrix stiffness, Eigen::VectorXd mass);

  Eigen::Index size() const { return mass_.size(); }
  const Eigen::VectorXd &mass() const { return mass_; }
  const SparseMatrix &laplacian() const { return laplacian_; }  ///< L = M^-1 A
  double largest_eigenvalue() const { return largest_eigenvalue_; }

  /// M + c A, kept as long as anybody holds it.
  std::shared_ptr<const SparseFactor> shifted(double c) const;
  /// A with node 0 held at zero.
  std::shared_ptr<const SparseFactor> grounded() const;

  double mean(const Eigen::VectorXd &x) const { return mass_.dot(x) / mass_.sum(); }

 private:
  SparseMatrix stiffness_, laplacian_;
  Eigen::VectorXd mass_;
  double largest_eigenvalue_;
  mutable std::mutex mutex_;
  mutable std::map<double, std::weak_ptr<const SparseFactor>> factors_;
};

/// The calculus on any mesh, by elliptic solves with one sparse factor per operator:
///   Matern of integer s   s solves with M + l^2 A; its inverse is a differential operator, no solve
///   heat                  a RationalExponential, one solve with M + a tau A per term
///   pseudo-inverse        one solve with A, the mean taken out
/// A general g is refused (InputError). Where g(0) = 1 the mean is restored, so that mass and constants are
/// kept to round-off.
class MeshLaplacian : public LaplacianCalculus
{
 public:
  /// Rows of the stiffness sum to zero; all masses are positive.
  MeshLaplacian(SparseMatrix stiffness, Eigen::VectorXd mass, const std::vector<Point> &nodes);

  void laplacian(const Vector &x, Vector &y) const override;
  void laplacian_diagonal(Vector &d) const override;
  double largest_eigenvalue() const override { return pencil_->largest_eigenvalue(); }
  bool exact() const override { return false; }
  std::unique_ptr<SpectralOperator> prepare(const SpectralFunction &g) const override;

 private:
  std::shared_ptr<const SparsePencil> pencil_;
  std::shared_ptr<const std::vector<Point>> nodes_;
};

}  // namespace gammaflow
