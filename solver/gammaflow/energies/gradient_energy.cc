// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/energies/gradient_energy.h>

#include <algorithm>
#include <array>
#include <utility>

namespace gammaflow
{
GradientEnergy::GradientEnergy(std::shared_ptr<const Space> space, double kappa,
                               std::shared_ptr<const Potential> f, double scale, bool order_parameter)
    : space_(std::move(space)),
      kappa_(kappa),
      f_(std::move(f)),
      scale_(scale),
      order_parameter_(order_parameter)
{
}

template <class Visit>
void GradientEnergy::for_jets(const Vector &u, std::size_t begin, const std::size_t end,
                              const Visit &visit) const
{
  std::array<Jet, 256> jets;  // a part at a time, which stays in cache
  for (; begin < end; begin += jets.size()) {
    const std::size_t count = std::min(jets.size(), end - begin);
    f_->evaluate(data(u) + begin, count, jets.data());
    for (std::size_t i = 0; i < count; ++i) visit(begin + i, jets[i]);
  }
}

std::shared_ptr<const Vector> GradientEnergy::curvature(const Vector &state) const
{
  return cache_.get(state, [this](const Vector &u, Vector &second) {
    if (size(second) != size(u)) second.reinit(u, true);
    local_second_variation(u, second);
  });
}

/// By the squares of the gradients and not as u.A u, whose round-off, eps |u|^2 times the largest eigenvalue,
/// would hide what is left of the energy near a constant.
double GradientEnergy::value(const Vector &u) const
{
  Vector f = space_->zero();
  space_->gradients().product(u, u, f);
  f *= kappa_ / 2;
  if (f_)
    for_jets(u, 0, size(u),
             [&, out = data(f)](std::size_t i, const Jet &jet) { out[i] += scale_ * jet.value; });
  return space_->integrate(f);
}

void GradientEnergy::first_variation(const Vector &u, Vector &xi) const
{
  double *out = data(xi);
  space_->laplacian().laplacian_with(u, xi, [&](std::size_t begin, std::size_t end) {
    if (f_)
      for_jets(u, begin, end,
               [=](std::size_t i, const Jet &jet) { out[i] = kappa_ * out[i] + scale_ * jet.first; });
    else
      for (std::size_t i = begin; i < end; ++i) out[i] *= kappa_;
  });
}

void GradientEnergy::variations(const Vector &u, Vector &xi, Vector &local,
                                const LaplacianCalculus::Visit &visit) const
{
  if (!f_) return Energy::variations(u, xi, local, visit);
  double *out = data(xi), *second = data(local);
  space_->laplacian().laplacian_with(u, xi, [&](std::size_t begin, std::size_t end) {
    for_jets(u, begin, end, [=](std::size_t i, const Jet &jet) {
      out[i] = kappa_ * out[i] + scale_ * jet.first;
      second[i] = scale_ * jet.second;
    });
    visit(begin, end);
  });
}

void GradientEnergy::second_variation_apply(const Vector &u, const Vector &v, Vector &w) const
{
  const auto f = f_ ? curvature(u) : nullptr;
  const double *second = f ? data(*f) : nullptr, *in = data(v);
  double *out = data(w);
  space_->laplacian().laplacian_with(v, w, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) out[i] = kappa_ * out[i] + (second ? second[i] * in[i] : 0);
  });
}

void GradientEnergy::second_variation_diagonal(const Vector &u, Vector &d) const
{
  space_->laplacian().laplacian_diagonal(d);
  d *= kappa_;
  if (f_) d += *curvature(u);
}

void GradientEnergy::local_second_variation(const Vector &u, Vector &d) const
{
  if (f_)
    for_jets(u, 0, size(u),
             [&, out = data(d)](std::size_t i, const Jet &jet) { out[i] = scale_ * jet.second; });
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
    const auto f = curvature(u);
    for (std::size_t i = 0; i < size(u); ++i)
      matrix.coeffRef(Eigen::Index(i), Eigen::Index(i)) += data(*f)[i];
  }
  return matrix;
}

}  // namespace gammaflow
