// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/time/linear/linearized_flow.h>

#include <stdexcept>

namespace gammaflow
{
void LinearizedFlow::reset(const Vector &u, const Vector &xi, const Vector *local)
{
  u_ = &u;
  xi_ = &xi;
  coefficients_ = flow_.geometry().coefficients(u);
  if (!coefficients_) throw std::logic_error("a diffusive stage in a geometry without coefficients");
  at_force_ = flow_.geometry().at_force(u, xi);
  moves_ = !coefficients_->uniform && (coefficients_->mobility_slope.linfty_norm() > 0 ||
                                       coefficients_->reaction_slope.linfty_norm() > 0);
  local_ = local;
}

const Vector &LinearizedFlow::local_second_variation() const
{
  if (!local_) {
    if (own_local_.size() != u_->size()) own_local_.reinit(*u_, true);
    flow_.energy().local_second_variation(*u_, own_local_);
    local_ = &own_local_;
  }
  return *local_;
}

/// D^2F(u) y = kappa L y + (its local part) y, and what an interaction adds. Densities, whose local part may
/// overflow where y is small, leave it to the energy.
void LinearizedFlow::second_variation(const Vector &y, Vector &out) const
{
  const Energy &energy = flow_.energy();
  if (energy.structure().nonlocal || flow_.positive()) return energy.second_variation_apply(*u_, y, out);
  const double kappa = energy.structure().gradient;
  const double *local = data(local_second_variation()), *in = data(y);
  double *to = data(out);
  if (kappa == 0) {
    for (std::size_t i = 0; i < size(y); ++i) to[i] = local[i] * in[i];
    return;
  }
  flow_.space().laplacian().laplacian_with(y, out, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) to[i] = kappa * to[i] + local[i] * in[i];
  });
}

void LinearizedFlow::apply(const Vector &y, Vector &out) const
{
  second_variation(y, work_);
  geometry().onsager_apply(*u_, work_, out);
  if (!moves_) return;
  geometry().onsager_derivative(*u_, y, *xi_, work_);
  out += work_;
}

void LinearizedFlow::apply_step(const double step, const Vector &y, Vector &out) const
{
  const auto multiple = flow_.geometry().structure().multiple;
  const double *in = data(y);
  double *to = data(out);
  if (!multiple || flow_.energy().structure().nonlocal) {
    apply(y, out);
    for (std::size_t i = 0; i < size(y); ++i) to[i] = in[i] + step * to[i];
    return;
  }
  // The same with less traffic of vectors: K is a number.
  const double h = step * *multiple, kappa = flow_.energy().structure().gradient;
  const double *local = data(local_second_variation());
  if (kappa == 0)
    for (std::size_t i = 0; i < size(y); ++i) to[i] = in[i] + h * (local[i] * in[i]);
  else
    flow_.space().laplacian().laplacian_with(y, out, [=](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) to[i] = in[i] + h * (kappa * to[i] + local[i] * in[i]);
    });
}

SparseMatrix LinearizedFlow::matrix(const Vector *columns) const
{
  const Space &space = flow_.space();
  const auto inverse_mass = as_eigen(space.weights()).cwiseInverse().asDiagonal();
  SparseMatrix second = flow_.energy().second_variation_matrix(*u_);
  Vector mobility_slope = coefficients_->mobility_slope, reaction_slope = coefficients_->reaction_slope;
  if (columns) {
    second = second * as_eigen(*columns).asDiagonal();
    mobility_slope.scale(*columns);
    reaction_slope.scale(*columns);
  }
  SparseMatrix matrix = as_eigen(coefficients_->reaction).asDiagonal() * second;
  if (coefficients_->mobility.linfty_norm() > 0) {
    const SparseMatrix transport = inverse_mass * geometry().gradients().matrix(coefficients_->mobility);
    matrix += SparseMatrix(transport * second);
  }
  if (mobility_slope.linfty_norm() > 0)
    matrix += SparseMatrix(inverse_mass * geometry().gradients().mobility_matrix(*xi_) *
                           as_eigen(mobility_slope).asDiagonal());
  for (std::size_t i = 0; i < size(*u_); ++i)
    if (const double r = data(reaction_slope)[i] * data(*xi_)[i]; r != 0)
      matrix.coeffRef(Eigen::Index(i), Eigen::Index(i)) += r;
  return matrix;
}

}  // namespace gammaflow
