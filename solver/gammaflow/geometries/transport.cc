// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/transport.h>
#include <gammaflow/spaces/box/staggered_fields.h>
#include <gammaflow/spaces/mesh/mesh_fields.h>

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

namespace gammaflow
{
namespace
{
std::set<std::string> &of_velocities()
{
  static std::set<std::string> names;
  return names;
}

std::shared_ptr<const VelocityFields> fields_of(const Space &space)
{
  if (auto staggered = StaggeredFields::of(space)) return staggered;
  if (auto on_mesh = MeshFields::of(space)) return on_mesh;
  throw std::logic_error("velocities live on boxes and meshes");
}
}  // namespace

DeclareVelocities::DeclareVelocities(const std::string &geometry)
{
  of_velocities().insert(geometry);
}

bool DeclareVelocities::of(const std::string &geometry)
{
  return of_velocities().count(geometry) != 0;
}

TransportGeometry::TransportGeometry(const Context &context)
    : Geometry(context.space), fields_(fields_of(*context.space))
{
  if (context.space->dim() == 1)
    inverse_laplacian_ = context.space->laplacian().prepare(SpectralFunction::pseudo_inverse());
}

std::shared_ptr<const TransportGeometry::Field> TransportGeometry::density(const Vector &state) const
{
  return densities_.get(state, [this](const Vector &u, Field &rho) { rho = fields_->density(u); });
}

unsigned TransportGeometry::onsager_apply(const Vector &u, const Vector &xi, Vector &v) const
{
  Field j = fields_->zero();
  const unsigned iterations = flux(*density(u), fields_->gradient(xi), j);
  fields_->divergence(j, v);
  return iterations;
}

double TransportGeometry::dual_dissipation(const Vector &u, const Vector &xi) const
{
  Field j = fields_->zero();
  const Field g = fields_->gradient(xi);
  flux(*density(u), g, j);
  return 0.5 * fields_->inner(g, j);
}

RateCost TransportGeometry::rate_cost(const Vector &u, const Vector &v) const
{
  if (has_mass(space(), v)) return exact_cost(std::numeric_limits<double>::infinity());
  if (!inverse_laplacian_)
    return every_rate_has_cost() ? exact_cost(primal_dissipation(u, v)) : range_cost(*this, u, v);
  Vector rest = v, potential = v;
  rest.add(-space().integrate(v) / space().volume());
  inverse_laplacian_->apply(rest, potential);
  const auto rho = density(u);
  const Field j = fields_->gradient(potential);
  if (space().periodic(0)) {
    if (!every_rate_has_cost()) return range_cost(*this, u, v);
    // the cheapest of all j + c, by the values of the quadratic form at j, 1 and j + 1
    const auto shifted = [&](double c) {
      Field k = j;
      k[0].array() += c;
      return flux_cost(*rho, k).cost.near;
    };
    Field one = j;
    one[0].setOnes();
    const double of_one = flux_cost(*rho, one).cost.near, mixed = 0.5 * (shifted(1) - shifted(0) - of_one);
    return exact_cost(shifted(-mixed / of_one));
  }
  FluxCost result = flux_cost(*rho, j);
  if (!result.missed.empty()) {
    result.cost.missed = v;
    fields_->divergence(result.missed, result.cost.missed);
    result.cost.tolerance = space().norm(result.cost.missed) / space().norm(v);
  }
  return result.cost;
}

TransportGeometry::Field TransportGeometry::flux_of(const Vector &u, const Vector &xi) const
{
  Field j = fields_->zero();
  flux(*density(u), fields_->gradient(xi), j);
  return j;
}

ForceOfRate TransportGeometry::driven(const Vector &u, const Vector &v) const
{
  const double mean = space().integrate(u) / space().volume();
  const auto inverse = space().laplacian().prepare(
      space().laplacian().exact()
          ? SpectralFunction::general(
                [this, mean](double lambda) { return lambda > 0 ? 1 / symbol(lambda, mean) : 0; },
                "the inverse of K at a constant density")
          : SpectralFunction::pseudo_inverse());
  return force_of_rate(
      space(), [&](const Vector &x, Vector &y) { onsager_apply(u, x, y); },
      [&](const Vector &x, Vector &y) { inverse->apply(x, y); }, v, "a transport geometry");
}

Vector TransportGeometry::force_of(const Vector &u, const Vector &v) const
{
  return driven(u, v).force;
}

double TransportGeometry::primal_dissipation(const Vector &u, const Vector &v) const
{
  if (v.linfty_norm() == 0) return 0;
  if (has_mass(space(), v)) return std::numeric_limits<double>::infinity();
  return driven(u, v).cost;
}

}  // namespace gammaflow
