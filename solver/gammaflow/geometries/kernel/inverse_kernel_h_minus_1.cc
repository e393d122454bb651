// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/kernel/kernel_metric.h>
#include <gammaflow/geometries/kernel/limit_h_minus_1.h>
#include <gammaflow/kernels/potential_operator.h>

namespace gammaflow
{
namespace
{
/// The metric G = g(L) L^+ for a kernel Kf = g(L), before rates are restricted to zero mass:
///   K xi = G^-1 xi,   R(v) = 1/2 <v, G v> = min { 1/2 <j, Kf j> : -div j = v }.
class PotentialGeometry final : public KernelMetricGeometry
{
 public:
  explicit PotentialGeometry(const Context &context)
      : KernelMetricGeometry(context,
                             std::make_shared<const PotentialOperator>(context.parameters, context.kernel), 0,
                             "inverse-kernel H-1 geometry"),
        kernel_(context.kernel)
  {
  }

  /// Where Kf has no bounded inverse, the metric resists high modes too little for implicit steps with a
  /// force Kf eta: K Kf eta = L eta.
  OnsagerStructure structure() const override
  {
    OnsagerStructure result = KernelMetricGeometry::structure();
    if (!kernel_->has_inverse()) result.inverted = kernel_.get();
    return result;
  }
  void apply_to_image(const Vector &, const Vector &, const Vector &eta, Vector &v) const override
  {
    space().laplacian().laplacian(eta, v);
  }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
};

/// K xi = -div(Kf^-1 grad xi) = L/g(L) xi. The metric does not depend on the state: straight lines are
/// geodesics, and the distance has a static dual (comparison/inverse_kernel_h_minus_1.cc). With
/// Kf = 1 - (m/2) L + O(m^2) the operator is L (1 + (m/2) L + ...): order 2 in the bandwidth. The rates of
/// zero mass of the metric above: the same implicit steps as those of spherical MMD.
const RegisterGeometry registered("inverse-kernel H-1",
                                  Geometry::Traits("-div(Kf^-1 grad xi), Kf a function of the Laplacian",
                                                   StateDomain::signed_field)
                                      .with_kernel()
                                      .conserving_mass()
                                      .tending_to({tends_to_h_minus_1()}),
                                  [](const Geometry::Context &context) {
                                    return std::make_unique<SphericalGeometry>(
                                        context.space, std::make_shared<PotentialGeometry>(context));
                                  });
}  // namespace
}  // namespace gammaflow
