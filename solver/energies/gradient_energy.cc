#include <gammaflow/core/eigen.h>
#include <gammaflow/energies/gradient_energy.h>

#include <utility>

namespace gammaflow
{
GradientEnergy::GradientEnergy(std::shared_ptr<const Space> space, double kappa, Local local,
                               bool order_parameter)
    : space_(std::move(space)), kappa_(kappa), local_(std::move(local)), order_parameter_(order_parameter)
{
}

double GradientEnergy::value(const Vector &u) const
{
  Vector f = space_->zero();
  space_->laplacian().laplacian(u, f);
  for (std::size_t i = 0; i < size(u); ++i) {
    data(f)[i] *= kappa_ / 2 * data(u)[i];
    if (local_) data(f)[i] += local_(data(u)[i]).value;
  }
  return space_->integrate(f);
}

void GradientEnergy::first_variation(const Vector &u, Vector &xi) const
{
  space_->laplacian().laplacian(u, xi);
  for (std::size_t i = 0; i < size(u); ++i) {
    data(xi)[i] *= kappa_;
    if (local_) data(xi)[i] += local_(data(u)[i]).first;
  }
}

void GradientEnergy::second_variation_apply(const Vector &u, const Vector &v, Vector &w) const
{
  space_->laplacian().laplacian(v, w);
  for (std::size_t i = 0; i < size(u); ++i) {
    data(w)[i] *= kappa_;
    if (local_) data(w)[i] += local_(data(u)[i]).second * data(v)[i];
  }
}

void GradientEnergy::second_variation_diagonal(const Vector &u, Vector &d) const
{
  space_->laplacian().laplacian_diagonal(d);
  for (std::size_t i = 0; i < size(u); ++i) {
    data(d)[i] *= kappa_;
    if (local_) data(d)[i] += local_(data(u)[i]).second;
  }
}

SparseMatrix GradientEnergy::second_variation_matrix(const Vector &u) const
{
  std::call_once(stiffness_built_, [this] {
    Vector ones = space_->zero();
    ones = kappa_;
    stiffness_ = as_eigen(space_->weights()).cwiseInverse().asDiagonal() * space_->gradients().matrix(ones);
  });
  SparseMatrix matrix = stiffness_;
  if (local_)
    for (std::size_t i = 0; i < size(u); ++i)
      matrix.coeffRef(Eigen::Index(i), Eigen::Index(i)) += local_(data(u)[i]).second;
  return matrix;
}

}  // namespace gammaflow
