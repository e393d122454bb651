// A geometry: geometry/name = square-root Fisher-Rao.
#include <gammaflow/geometries/exact/pointwise.h>

#include <cmath>
#include <memory>

namespace
{
using gammaflow::Geometry;

/// K(rho) xi = sqrt(rho) xi: a multiplication, like Fisher-Rao's rho xi. A PointwiseGeometry is made of the
/// relative mobility sqrt(rho) / rho.
const gammaflow::Register<Geometry> registered("square-root Fisher-Rao", {"sqrt(rho) xi"},
                                               [](const Geometry::Context &context) {
                                                 return std::make_unique<gammaflow::PointwiseGeometry>(
                                                     context.space,
                                                     [](double rho) { return 1 / std::sqrt(rho); });
                                               });
}  // namespace
