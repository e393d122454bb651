// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/pointwise.h>
#include <gammaflow/geometries/exact/spherical.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// K(rho) xi = rho^p xi: p = 1 is Fisher-Rao, p = 2 what the Stein geometry tends to for small bandwidth.
const RegisterGeometry registered(
    "power-mobility Fisher-Rao", Geometry::Traits("rho^p xi, p = geometry/exponent").reading({"exponent"}),
    [](const Geometry::Context &context) {
      const double p = context.parameters.number("geometry", "exponent");
      if (!(p >= 0) || !std::isfinite(p))
        context.parameters.reject("geometry", "exponent", "is not a finite number >= 0", "0 <= exponent");
      return std::make_unique<PointwiseGeometry>(context.space,
                                                 [p](double rho) { return std::pow(rho, p - 1); });
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
