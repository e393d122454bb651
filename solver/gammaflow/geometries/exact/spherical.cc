// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
SphericalGeometry::SphericalGeometry(std::shared_ptr<const Space> space, std::shared_ptr<const Geometry> base)
    : Geometry(space), base_(std::move(base)), ones_(space->zero())
{
  ones_ = 1.;
}

std::shared_ptr<const SphericalGeometry::Constant> SphericalGeometry::constant(const Vector &u,
                                                                               bool relative) const
{
  const std::lock_guard<std::mutex> lock(mutex_);
  auto &kept = kept_[relative];
  // An operator that is given by its metric does not depend on the state.
  const bool any_state = base_->has_metric();
  if (kept && (any_state || space().everywhere(std::equal(data(u), data(u) + size(u), data(kept->u)))))
    return kept;
  auto fresh = std::make_shared<Constant>();
  fresh->u = u;
  fresh->image = space().zero();
  fresh->iterations = relative ? base_->relative_onsager_apply(u, ones_, fresh->image)
                               : base_->onsager_apply(u, ones_, fresh->image);
  fresh->mass = pair(u, fresh->image, ones_, relative);
  if (!(fresh->mass > 0))
    throw NumericalFailure("spherical geometry: <1, K1> = " + std::to_string(fresh->mass) +
                           " is not positive, the force cannot be projected");
  return kept = fresh;
}

double SphericalGeometry::pair(const Vector &u, const Vector &a, const Vector &b, bool relative) const
{
  if (!relative) return space().inner(a, b);
  const double *w = data(space().weights());
  double sum = 0;
  for (std::size_t i = 0; i < size(u); ++i) sum += w[i] * data(u)[i] * data(a)[i] * data(b)[i];
  return space().sum(sum);
}

Vector SphericalGeometry::projected(const Constant &one, const Vector &u, const Vector &xi,
                                    bool relative) const
{
  const double c = pair(u, one.image, xi, relative) / one.mass;
  Vector eta = xi;
  for (double &value : eta) value -= c;
  return eta;
}

Vector SphericalGeometry::projected(const Vector &u, const Vector &xi) const
{
  return projected(*constant(u, !by_quotient()), u, xi, !by_quotient());
}

unsigned SphericalGeometry::apply(const Vector &u, const Vector &xi, Vector &v, bool relative) const
{
  const auto one = constant(u, relative);
  const Vector eta = projected(*one, u, xi, relative);
  const unsigned iterations =
      relative ? base_->relative_onsager_apply(u, eta, v) : base_->onsager_apply(u, eta, v);
  // Only round-off and the error of an iterative solver are left; removed, so that the mass is kept to the
  // bit.
  v.add(-pair(u, v, ones_, relative) / one->mass, one->image);
  return iterations + one->iterations;
}

void SphericalGeometry::apply_to_image(const Vector &u, const Vector &xi, const Vector &eta, Vector &v) const
{
  Vector rest = eta;
  rest.add(-space().integrate(eta) / space().volume());
  base_->apply_to_image(u, xi, rest, v);
  v.add(-space().integrate(v) / space().volume());  // round-off
}

unsigned SphericalGeometry::onsager_apply(const Vector &u, const Vector &xi, Vector &v) const
{
  return apply(u, xi, v, false);
}

unsigned SphericalGeometry::relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const
{
  if (by_quotient()) return Geometry::relative_onsager_apply(u, xi, f);
  return apply(u, xi, f, true);
}

/// K_0 xi = K (xi - c), c = <K1, xi>/<1, K1>. With K' = K'(u)[y]:
///   K_0' xi = K' (xi - c) - K1 c',   c' = <K'1, xi - c>/<1, K1>.
void SphericalGeometry::onsager_derivative(const Vector &u, const Vector &y, const Vector &xi,
                                           Vector &out) const
{
  const auto one = constant(u, false);
  Vector eta = projected(*one, u, xi, false), image = ones_;
  base_->onsager_derivative(u, y, ones_, image);
  const double slope = space().inner(image, eta) / one->mass;
  base_->onsager_derivative(u, y, eta, out);
  out.add(-slope, one->image);
}

double SphericalGeometry::primal_dissipation(const Vector &u, const Vector &v) const
{
  if (has_mass(space(), v)) return std::numeric_limits<double>::infinity();
  return base_->primal_dissipation(u, v);
}

double SphericalGeometry::primal_dissipation_along(const Vector &u, const Vector &xi, const Vector &v) const
{
  // A metric needs no force: R(u, v) = 1/2 <v, G v>. Else v = K_0 xi = K (xi - c), with the form of K1 that
  // the rate was computed from.
  if (base_->has_metric()) return base_->primal_dissipation(u, v);
  return base_->primal_dissipation_along(u, projected(u, xi), v);
}

PrimalParts SphericalGeometry::primal_parts(const Vector &u, const Vector &xi, const Vector &v) const
{
  return gammaflow::primal_parts(*base_, u, projected(u, xi), v).value();
}

Geometry::Traits spherical_traits(const std::string &name, Geometry::Traits traits)
{
  traits.summary = "K xi - K1 <K1, xi>/<1, K1> with K of " + name + ": K xi = " + traits.summary;
  traits.conserves_mass = true;
  for (auto &limit : traits.limits) limit.geometry = "spherical " + limit.geometry;
  return traits;
}

RegisterGeometry::RegisterGeometry(const std::string &name, const Geometry::Traits &traits,
                                   const Registry<Geometry>::Factory &make, Spherical spherical)
{
  Register<Geometry>(name, traits, make);
  if (spherical == Spherical::also)
    Register<Geometry>("spherical " + name, spherical_traits(name, traits),
                       [make](const Geometry::Context &context) {
                         return std::make_unique<SphericalGeometry>(context.space, make(context));
                       });
}

}  // namespace gammaflow
