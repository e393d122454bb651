#include <gammaflow/core/eigen.h>
#include <gammaflow/energies/gradient_energy.h>

#include <algorithm>
#include <array>
#include <utility>

namespace gammaflow
{
GradientEnergy::GradientEnergy(std::shared_ptr<const Space> space, double kappa,
                               std::shared_ptr<const Expression> f, double scale, bool order_parameter)
    : space_(std::move(space)),
      kappa_(kappa),
      f_(std::move(f)),
      scale_(scale),
      order_parameter_(order_parameter)
{
}

std::shared_ptr<const GradientEnergy::Local> GradientEnergy::local(const Vector &state) const
{
  return cache_.get(state, [this](const Vector &u, Local &result) {
    for (Vector *v : {&result.value, &result.first, &result.second})
      if (size(*v) != size(u)) v->reinit(u, true);
    std::array<Jet, 512> jets;  // a part at a time, which stays in cache
    for (std::size_t begin = 0; begin < size(u); begin += jets.size()) {
      const std::size_t count = std::min(jets.size(), size(u) - begin);
      f_->evaluate(data(u) + begin, count, jets.data());
      double *value = data(result.value) + begin, *first = data(result.first) + begin,
             *second = data(result.second) + begin;
      for (std::size_t i = 0; i < count; ++i) {
        value[i] = scale_ * jets[i].value;
        first[i] = scale_ * jets[i].first;
        second[i] = scale_ * jets[i].second;
      }
    }
  });
}

/// By the squares of the gradients and not as u.A u, whose round-off, eps |u|^2 times the largest eigenvalue,
/// would hide what is left of the energy near a constant.
double GradientEnergy::value(const Vector &u) const
{
  Vector f = space_->zero();
  space_->gradients().product(u, u, f);
  f *= kappa_ / 2;
  if (f_) f += local(u)->value;
  return space_->integrate(f);
}

void GradientEnergy::first_variation(const Vector &u, Vector &xi) const
{
  space_->laplacian().laplacian(u, xi);
  if (!f_) {
    xi *= kappa_;
    return;
  }
  const auto f = local(u);
  const double *first = data(f->first);
  double *out = data(xi);
  for (std::size_t i = 0; i < size(u); ++i) out[i] = kappa_ * out[i] + first[i];
}

void GradientEnergy::second_variation_apply(const Vector &u, const Vector &v, Vector &w) const
{
  space_->laplacian().laplacian(v, w);
  if (!f_) {
    w *= kappa_;
    return;
  }
  const auto f = local(u);
  const double *second = data(f->second), *in = data(v);
  double *out = data(w);
  for (std::size_t i = 0; i < size(u); ++i) out[i] = kappa_ * out[i] + second[i] * in[i];
}

void GradientEnergy::second_variation_diagonal(const Vector &u, Vector &d) const
{
  space_->laplacian().laplacian_diagonal(d);
  d *= kappa_;
  if (f_) d += local(u)->second;
}

void GradientEnergy::local_second_variation(const Vector &u, Vector &d) const
{
  if (f_)
    d = local(u)->second;
  else
    d = 0.;
}

SparseMatrix GradientEnergy::second_variation_matrix(const Vector &u) const
{
  std::call_once(stiffness_built_, [this] {
    Vector ones = space_->zero();
    ones = kappa_;
    stiffness_ = as_eigen(space_->weights()).cwiseInverse().asDiagonal() * space_->gradients().matrix(ones);
  });
  SparseMatrix matrix = stiffness_;
  if (f_) {
    const auto f = local(u);
    for (std::size_t i = 0; i < size(u); ++i)
      matrix.coeffRef(Eigen::Index(i), Eigen::Index(i)) += data(f->second)[i];
  }
  return matrix;
}

}  // namespace gammaflow
