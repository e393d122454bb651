// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/lines/staggered_line.h>

#include <Eigen/Core>

#include <memory>

namespace gammaflow
{
/// The eigenvectors of the Laplacian L~_d of component d of a field (StaggeredFields). With the eigenvectors
/// b of the nodal Laplacian, L b = lambda b, and mu the part of lambda that direction d has, they are
///   mu^-1/2 G_d b   for mu > 0 (the left singular vectors of G_d),
///   b, constant along direction d, for mu = 0 where that direction is periodic,
/// orthonormal in <.,.>_omega, with the eigenvalues lambda. Between walls normal to d nothing has mu = 0. So
/// coefficients are found with G_d* and the nodal transform, divided by mu^1/2: what is fast for nodal
/// functions is fast for fields. Round-off is that of the transform times the root of the condition number of
/// L.
class StaggeredModes
{
 public:
  StaggeredModes(const StaggeredLine &line, unsigned direction, std::size_t lower, std::size_t upper,
                 std::shared_ptr<const BoxModes> nodal);

  /// Number of coefficients: that of the nodes. Those between walls with mu = 0 stand for nothing.
  Eigen::Index size() const { return nodal_->size(); }
  const Eigen::VectorXd &eigenvalues() const { return nodal_->eigenvalues(); }
  /// 1 where a coefficient stands for an eigenvector, else 0.
  Eigen::VectorXd used() const;

  /// The coefficients of f, and (from_modes) f from its coefficients.
  void to_modes(const double *f, double *modes) const;
  void from_modes(const double *modes, double *f) const;
  /// out = g(L~_d) f, g at the eigenvalues; out may be f.
  void filter(const Eigen::VectorXd &g, const double *f, double *out) const;

 private:
  const StaggeredLine &line_;
  const std::size_t lower_, upper_;
  const bool periodic_;
  const std::shared_ptr<const BoxModes> nodal_;
  Eigen::VectorXd scale_;  ///< mu^-1/2; for mu = 0: 1 in periodic directions, else 0
};

}  // namespace gammaflow
