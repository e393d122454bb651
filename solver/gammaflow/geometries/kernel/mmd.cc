// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_metric.h>

namespace gammaflow
{
namespace
{
/// The geometry of the maximum mean discrepancy is that of the kernel itself, with lambda = 0.
std::unique_ptr<Geometry> discrepancy(const Geometry::Context &context, const double lambda)
{
  return std::make_unique<KernelMetricGeometry>(context, context.kernel, lambda,
                                                lambda > 0 ? "ridge MMD geometry" : "MMD geometry");
}

const char *const smooth = "force compatible with the boundary, kernel of unit integral and finite variance";
const std::vector<std::string> conditions = {"force level at walls",
                                             "kernel compatible with walls",
                                             "kernel of unit integral",
                                             "kernel of finite variance",
                                             "smooth data",
                                             "bandwidth below the data's lengths"};

const RegisterGeometry mmd(
    "MMD",
    Geometry::Traits("Kf^-1 xi", StateDomain::signed_field)
        .with_kernel()
        .tending_to({{"bandwidth", "L2", "", 2, smooth, conditions}}),
    [](const Geometry::Context &context) { return discrepancy(context, 0); }, Spherical::also);

const RegisterGeometry ridge_mmd(
    "ridge MMD",
    Geometry::Traits("(Kf + lambda)^-1 xi, lambda = geometry/ridge", StateDomain::signed_field)
        .reading({"ridge"})
        .with_kernel()
        .tending_to({{"ridge",
                      "MMD",
                      "",
                      1,
                      "Kf^-2 xi exists: force in the range of the kernel applied twice",
                      {"force level at walls", "kernel compatible with walls", "force in modes that move"}},
                     {"bandwidth", "ridge L2", "", 2, smooth, conditions}}),
    [](const Geometry::Context &context) {
      return discrepancy(context, context.parameters.number("geometry", "ridge"));
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
