// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/pointwise.h>

#include <limits>
#include <utility>

namespace gammaflow
{
PointwiseGeometry::PointwiseGeometry(std::shared_ptr<const Space> space, Mobility relative_mobility)
    : Geometry(std::move(space)), phi_(std::move(relative_mobility))
{
}

unsigned PointwiseGeometry::onsager_apply(const Vector &u, const Vector &xi, Vector &v) const
{
  for (std::size_t i = 0; i < size(u); ++i) data(v)[i] = data(u)[i] * phi_(data(u)[i]) * data(xi)[i];
  return 0;
}

unsigned PointwiseGeometry::relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const
{
  for (std::size_t i = 0; i < size(u); ++i) data(f)[i] = phi_(data(u)[i]) * data(xi)[i];
  return 0;
}

double PointwiseGeometry::primal_dissipation(const Vector &u, const Vector &v) const
{
  const double *w = data(space().weights());
  double sum = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double rate = data(v)[i], theta = data(u)[i] * phi_(data(u)[i]);
    if (rate == 0) continue;
    if (!(theta > 0)) {
      sum = std::numeric_limits<double>::infinity();
      break;
    }
    sum += w[i] * rate * (rate / theta);  // rate^2 would underflow first
  }
  return 0.5 * space().sum(sum);
}

double PointwiseGeometry::primal_dissipation_along(const Vector &u, const Vector &, const Vector &v) const
{
  return primal_dissipation(u, v);
}

}  // namespace gammaflow
