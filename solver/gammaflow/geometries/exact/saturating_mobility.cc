// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/pointwise.h>
#include <gammaflow/geometries/exact/spherical.h>

namespace gammaflow
{
namespace
{
/// K(rho) xi = rho^2/(rho + lambda) xi: what kernel ridge regression with a fixed ridge tends to for small
/// bandwidth. |rho^2/(rho + lambda) - rho| = lambda rho/(rho + lambda) <= lambda: order 1 in absolute terms
/// for every density; in Hellinger and other relative distances where the density is bounded below.
const RegisterGeometry registered(
    "saturating-mobility Fisher-Rao",
    Geometry::Traits("rho^2/(rho + lambda) xi, lambda = geometry/ridge")
        .reading({"ridge"})
        .tending_to({{"ridge", "Fisher-Rao", "", 1, "density bounded below", {"density above the ridge"}}}),
    [](const Geometry::Context &context) {
      const double lambda = context.parameters.number("geometry", "ridge");
      return std::make_unique<PointwiseGeometry>(context.space,
                                                 [lambda](double rho) { return rho / (rho + lambda); });
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
