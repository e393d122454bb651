// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("geometry", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "name", "Fisher-Rao", Patterns::Selection(Registry<Geometry>::selection()),
      "The gradient structure, given by its Onsager operator K: the flow is u' = -K(u) DF(u). "
      "`gammaflow list` gives each formula, and for a kernel geometry where it goes and how fast.");
  prm.declare_entry("exponent", "2", Number(0),
                    "p of the power-mobility Fisher-Rao geometry, K(rho) xi = rho^p xi. p = 1 is Fisher-Rao, "
                    "p = 2 the limit of the Stein geometry for small bandwidth.");
  prm.declare_entry(
      "ridge", "0.001", Number::above(0),
      "lambda > 0, the strength of the regularization: in kernel ridge regression (KRR) "
      "(T_rho + lambda)^-1 T_rho, in the ridge MMD geometry (Kf + lambda)^-1, and in their limits "
      "for small bandwidth, rho^2/(rho + lambda) and 1/(1 + lambda).");
  prm.declare_entry("rate", "1", Number::above(0), "L2: the coefficient c > 0 of K xi = c xi.");
});
}  // namespace

Geometry::Traits::Traits(std::string K, StateDomain states) : summary(std::move(K)), domain(states) {}
Geometry::Traits &Geometry::Traits::reading(std::vector<std::string> keys)
{
  reads = std::move(keys);
  return *this;
}
Geometry::Traits &Geometry::Traits::with_kernel()
{
  needs_kernel = true;
  return *this;
}
Geometry::Traits &Geometry::Traits::with_kernel_of_any_rank()
{
  any_rank = true;
  return with_kernel();
}
Geometry::Traits &Geometry::Traits::conserving_mass()
{
  conserves_mass = true;
  return *this;
}
Geometry::Traits &Geometry::Traits::without_gradient_structure()
{
  gradient_structure = false;
  return *this;
}
Geometry::Traits &Geometry::Traits::tending_to(std::vector<LimitDeclaration> known)
{
  limits = std::move(known);
  return *this;
}
bool Geometry::Traits::depends_on(const std::string &key) const
{
  return std::find(reads.begin(), reads.end(), key) != reads.end();
}

unsigned Geometry::relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const
{
  const unsigned iterations = onsager_apply(u, xi, f);
  for (std::size_t i = 0; i < size(f); ++i) data(f)[i] /= data(u)[i];
  return iterations;
}

double Geometry::dual_dissipation(const Vector &u, const Vector &xi) const
{
  Vector v = space().zero();
  onsager_apply(u, xi, v);
  return 0.5 * space().inner(xi, v);
}

double Geometry::primal_dissipation_along(const Vector &, const Vector &xi, const Vector &v) const
{
  // v = K xi: R = <xi, v> - R*(xi) = 1/2 <xi, v>, for every K, invertible or not.
  return 0.5 * space().inner(xi, v);
}

void Geometry::metric_apply(const Vector &, Vector &) const
{
  throw std::logic_error("this geometry is not given by its metric");
}

void Geometry::metric_diagonal(Vector &) const
{
  throw std::logic_error("this geometry is not given by its metric");
}

void Geometry::apply_to_image(const Vector &, const Vector &, const Vector &, Vector &) const
{
  throw std::logic_error("this geometry contains no inverse of a kernel operator");
}

std::shared_ptr<const OnsagerCoefficients> Geometry::coefficients(const Vector &) const
{
  return nullptr;
}

void Geometry::onsager_derivative(const Vector &u, const Vector &y, const Vector &xi, Vector &out) const
{
  const auto c = coefficients(u);
  if (!c) throw std::logic_error("this geometry has no linearization");
  out = 0.;
  if (c->mobility_slope.linfty_norm() > 0) {
    Vector slope = c->mobility_slope;
    slope.scale(y);
    gradients().derivative(c->mobility, slope, xi, out);
  }
  for (std::size_t i = 0; i < size(y); ++i)
    data(out)[i] += data(c->reaction_slope)[i] * data(y)[i] * data(xi)[i];
}

bool has_mass(const Space &space, const Vector &v)
{
  double mass = 0, size_of_v = 0;
  for (std::size_t i = 0; i < size(v); ++i) {
    mass += data(space.weights())[i] * data(v)[i];
    size_of_v += data(space.weights())[i] * std::abs(data(v)[i]);
  }
  return std::abs(space.sum(mass)) > 1e-9 * space.sum(size_of_v);
}

}  // namespace gammaflow
