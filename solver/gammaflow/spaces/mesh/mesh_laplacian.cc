// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/mesh/mesh_laplacian.h>
#include <gammaflow/spaces/mesh/mesh_spectral_operators.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
SparsePencil::SparsePencil(SparseMatrix stiffness, Eigen::VectorXd mass)
    : stiffness_(std::move(stiffness)), mass_(std::move(mass)), largest_eigenvalue_(0)
{
  laplacian_ = mass_.cwiseInverse().asDiagonal() * stiffness_;
  // Gershgorin's circles
  for (Eigen::Index i = 0; i < laplacian_.rows(); ++i) {
    double row = 0;
    for (SparseMatrix::InnerIterator entry(laplacian_, i); entry; ++entry) row += std::abs(entry.value());
    largest_eigenvalue_ = std::max(largest_eigenvalue_, row);
  }
}

std::shared_ptr<const SparseFactor> SparsePencil::shifted(const double c) const
{
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto known = factors_[c].lock()) return known;
  SparseMatrix matrix = c * stiffness_;
  matrix.diagonal() += mass_;
  const auto factor = std::make_shared<const SparseFactor>(matrix, "M + c A, c = " + std::to_string(c));
  factors_[c] = factor;
  return factor;
}

std::shared_ptr<const SparseFactor> SparsePencil::grounded() const
{
  SparseMatrix matrix = stiffness_;
  const double scale = matrix.coeff(0, 0);
  matrix.prune([](Eigen::Index i, Eigen::Index j, double) { return i != 0 && j != 0; });
  matrix.coeffRef(0, 0) = scale;
  return std::make_shared<const SparseFactor>(matrix, "the stiffness with one node held");
}

MeshLaplacian::MeshLaplacian(SparseMatrix stiffness, Eigen::VectorXd mass, const std::vector<Point> &nodes)
    : pencil_(std::make_shared<SparsePencil>(std::move(stiffness), std::move(mass))),
      nodes_(std::make_shared<std::vector<Point>>(nodes))
{
}

void MeshLaplacian::laplacian(const Vector &x, Vector &y) const
{
  as_eigen(y).noalias() = pencil_->laplacian() * as_eigen(x);
}

void MeshLaplacian::laplacian_diagonal(Vector &d) const
{
  as_eigen(d) = pencil_->laplacian().diagonal();
}

std::unique_ptr<SpectralOperator> MeshLaplacian::prepare(const SpectralFunction &g) const
{
  using Form = SpectralFunction::Form;
  switch (g.form) {
    case Form::matern:
      return std::make_unique<MeshMatern>(pencil_, nodes_, g.length, g.smoothness);
    case Form::inverse_matern:
      return std::make_unique<MeshInverseMatern>(pencil_, g.length, g.smoothness);
    case Form::heat:
      return std::make_unique<MeshHeat>(pencil_, nodes_, g.time);
    case Form::pseudo_inverse:
      return std::make_unique<MeshPseudoInverse>(pencil_, nodes_);
    case Form::general:
      break;
  }
  throw InputError("function of the Laplacian", g.label,
                   "on a mesh that is not a box only some functions can be applied",
                   "Matern functions of integer smoothness and their inverses, the heat semigroup (intrinsic "
                   "Gaussian), the pseudo-inverse; or a box, where every function can");
}

}  // namespace gammaflow
