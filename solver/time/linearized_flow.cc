#include <gammaflow/core/eigen.h>
#include <gammaflow/time/linearized_flow.h>

#include <stdexcept>

namespace gammaflow
{
void LinearizedFlow::reset(const Vector &u, const Vector &xi)
{
  u_ = u;
  xi_ = xi;
  coefficients_ = flow_.geometry().coefficients(u_);
  if (!coefficients_) throw std::logic_error("a diffusive stage in a geometry without coefficients");
  at_force_ = flow_.geometry().at_force(u_, xi_);
  moves_ = coefficients_->mobility_slope.linfty_norm() > 0 || coefficients_->reaction_slope.linfty_norm() > 0;
}

void LinearizedFlow::apply(const Vector &y, Vector &out) const
{
  flow_.energy().second_variation_apply(u_, y, work_);
  geometry().onsager_apply(u_, work_, out);
  if (!moves_) return;
  geometry().onsager_derivative(u_, y, xi_, work_);
  out += work_;
}

SparseMatrix LinearizedFlow::matrix(const Vector *columns) const
{
  const Space &space = flow_.space();
  const auto inverse_mass = as_eigen(space.weights()).cwiseInverse().asDiagonal();
  SparseMatrix second = flow_.energy().second_variation_matrix(u_);
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
    matrix += SparseMatrix(inverse_mass * geometry().gradients().mobility_matrix(xi_) *
                           as_eigen(mobility_slope).asDiagonal());
  for (std::size_t i = 0; i < size(u_); ++i)
    if (const double r = data(reaction_slope)[i] * data(xi_)[i]; r != 0)
      matrix.coeffRef(Eigen::Index(i), Eigen::Index(i)) += r;
  return matrix;
}

Vector LinearizedFlow::local_second_variation() const
{
  Vector local;
  local.reinit(u_, true);
  flow_.energy().local_second_variation(u_, local);
  return local;
}

}  // namespace gammaflow
