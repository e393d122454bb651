// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/energy.h>
#include <gammaflow/energies/positive_target.h>

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace gammaflow
{
/// Whether an integrand has derivatives(n, rho, pi, f_rho): f_rho at n nodes at once.
template <class Integrand, class = void>
struct OfAllNodes : std::false_type {
};
template <class Integrand>
struct OfAllNodes<Integrand, std::void_t<decltype(&Integrand::derivatives)>> : std::true_type {
};

/// Whether an integrand has thin(): the density, in units of the target, below which fill_vacuum() raises a
/// state (0: never).
template <class Integrand, class = void>
struct FillsVacuum : std::false_type {
};
template <class Integrand>
struct FillsVacuum<Integrand, std::void_t<decltype(&Integrand::thin)>> : std::true_type {
};

/// An energy without gradients, F(rho) = int f(rho, pi) dx with f = phi(rho/pi) pi and phi convex, phi(1) =
/// 0. Discretely F = sum_i w_i f(rho_i, pi_i), so that with <a,b> = sum_i w_i a_i b_i
///   DF_i = f_rho(rho_i, pi_i),   (D^2F v)_i = f_rhorho(rho_i, pi_i) v_i   exactly.
/// `Integrand` has value(rho, pi), derivative(rho, pi), second_derivative(rho, pi) and, where that is faster,
/// derivatives(n, rho, pi, f_rho) of n nodes at once. Where phi is finite at 0 the value is; for rho < 0 it
/// is that of the convex extension, +infinity.
template <class Integrand>
class LocalEntropy final : public Energy
{
 public:
  /// InputError where the target is not positive at a node.
  explicit LocalEntropy(const Context &context, Integrand integrand = Integrand())
      : space_(context.space), target_(context.target), integrand_(std::move(integrand))
  {
    require_positive_target(target_);
  }

  double value(const Vector &u) const override
  {
    Vector f = space_->zero();
    for (std::size_t i = 0; i < size(u); ++i) data(f)[i] = integrand_.value(data(u)[i], data(target_)[i]);
    return space_->integrate(f);
  }

  void first_variation(const Vector &u, Vector &xi) const override
  {
    if constexpr (OfAllNodes<Integrand>::value)
      integrand_.derivatives(size(u), data(u), data(target_), data(xi));
    else
      for (std::size_t i = 0; i < size(u); ++i)
        data(xi)[i] = integrand_.derivative(data(u)[i], data(target_)[i]);
  }

  /// rho f_rhorho does not vanish with rho, so that f_rho falls at least as log rho.
  bool barrier() const override
  {
    const double rho = 1e-100;
    return rho * integrand_.second_derivative(rho, 1) > 0.9;
  }

  /// Adds thin() pi to u where u < thin() pi at some node; true if it did.
  bool fill_vacuum(Vector &u) const override
  {
    double least = 1;  // of u / (thin pi)
    if constexpr (FillsVacuum<Integrand>::value)
      if (const double thin = integrand_.thin(); thin > 0) {
        for (std::size_t i = 0; i < size(u); ++i)
          least = std::min(least, data(u)[i] / (thin * data(target_)[i]));
        least = space_->minimum(least);
        for (std::size_t i = 0; least < 1 && i < size(u); ++i) data(u)[i] += thin * data(target_)[i];
      }
    return least < 1;
  }

  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    for (std::size_t i = 0; i < size(u); ++i)
      data(w)[i] = integrand_.second_derivative(data(u)[i], data(target_)[i]) * data(v)[i];
  }

  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    for (std::size_t i = 0; i < size(u); ++i)
      data(d)[i] = integrand_.second_derivative(data(u)[i], data(target_)[i]);
  }

 private:
  const std::shared_ptr<const Space> space_;
  const Vector target_;
  const Integrand integrand_;
};

}  // namespace gammaflow
