// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/range_search.h>
#include <gammaflow/geometries/rate_cost.h>

namespace gammaflow
{
RateCost exact_cost(const double value)
{
  RateCost cost;
  cost.lower = cost.upper = cost.near = value;
  return cost;
}

RateCost rate_cost(const Geometry &geometry, const Vector &u, const Vector &v)
{
  if (v.linfty_norm() == 0) return exact_cost(0);
  if (geometry.zero_mass_rates() && has_mass(geometry.space(), v))
    return exact_cost(std::numeric_limits<double>::infinity());
  if (const auto *own = dynamic_cast<const BoundsRateCost *>(&geometry)) return own->rate_cost(u, v);
  return range_cost(geometry, u, v);
}

RateCost range_cost(const Geometry &geometry, const Vector &u, const Vector &v, const RangeSearch &search)
{
  Vector in = v, out = v;
  const auto apply = [&](const Eigen::VectorXd &x, Eigen::VectorXd &y) {
    as_eigen(in) = x;
    geometry.onsager_apply(u, in, out);
    y = as_eigen(out);
  };
  const PreimageBounds found =
      bounds_of_preimage(apply, as_eigen(geometry.space().weights()), as_eigen(v), search);
  RateCost cost;
  cost.lower = 0.5 * found.lower;
  cost.near = 0.5 * found.near;
  cost.tolerance = found.missed.norm() > 0 ? found.relative : 0;
  cost.missed = v;
  as_eigen(cost.missed) = found.missed;
  return cost;
}

}  // namespace gammaflow
