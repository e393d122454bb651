// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/pointwise.h>
#include <gammaflow/geometries/exact/spherical.h>

namespace gammaflow
{
namespace
{
/// K(rho) xi = rho xi (Hellinger, Kakutani, Fisher and Rao).
const RegisterGeometry registered(
    "Fisher-Rao", {"rho xi"},
    [](const Geometry::Context &context) {
      return std::make_unique<PointwiseGeometry>(context.space, [](double) { return 1.; });
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
