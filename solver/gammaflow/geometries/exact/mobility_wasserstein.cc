// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/exact/staggered_mobility.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// -div(c rho^p grad xi): p = 1 is Wasserstein, p = 2 what the Stein Wasserstein geometry (the mean field of
/// SVGD) tends to for small bandwidth; c is the integral of a kernel that is taken as given.
const RegisterGeometry power("power-mobility Wasserstein",
                             Geometry::Traits("-div(c rho^p grad xi), p, c = geometry/exponent, scale")
                                 .reading({"exponent", "scale", "gradients"})
                                 .conserving_mass(),
                             [](const Geometry::Context &context) {
                               const double p = context.parameters.number("geometry", "exponent"),
                                            c = context.parameters.number("geometry", "scale");
                               if (!(p >= 0) || !std::isfinite(p))
                                 context.parameters.reject("geometry", "exponent",
                                                           "is not a finite number >= 0", "0 <= exponent");
                               return make_mobility_geometry(context, [p, c](double rho) {
                                 const double slope = c * std::pow(rho, p - 1);
                                 return StaggeredMobility::Value{slope * rho, p * slope};
                               });
                             });

Geometry::Traits saturating_traits()
{
  return Geometry::Traits("-div(c rho^2/(c rho + lambda) grad xi), lambda, c = geometry/ridge, scale")
      .reading({"ridge", "scale", "gradients"})
      .conserving_mass()
      .tending_to({{"ridge",
                    "Wasserstein",
                    "geometry/gradients = staggered",
                    1,
                    "density bounded below",
                    {"density above the ridge"}}});
}

/// What kernel ridge regression of velocities with a fixed ridge tends to for small bandwidth.
const RegisterGeometry saturating(
    "saturating-mobility Wasserstein", saturating_traits(), [](const Geometry::Context &context) {
      const double lambda = context.parameters.number("geometry", "ridge"),
                   c = context.parameters.number("geometry", "scale");
      return make_mobility_geometry(context, [lambda, c](double rho) {
        const double part = c * rho / (c * rho + lambda);
        return StaggeredMobility::Value{rho * part, part * (1 + lambda / (c * rho + lambda))};
      });
    });
}  // namespace
}  // namespace gammaflow
