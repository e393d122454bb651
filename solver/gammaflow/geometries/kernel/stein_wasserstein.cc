// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/holds_operators.h>
#include <gammaflow/geometries/image_cost.h>
#include <gammaflow/geometries/kernel/field_cost.h>
#include <gammaflow/geometries/kernel/mesh_field_kernel.h>
#include <gammaflow/geometries/transport.h>

#include <stdexcept>

namespace gammaflow
{
namespace
{
/// K(rho) xi = -div(rho f), f = T_rho grad xi = Kf(rho grad xi) for each component: the mean field of Stein
/// variational gradient descent (Liu, NeurIPS 2017; Lu, Lu and Nolen, SIAM J. Math. Anal. 51, 2019).
///   R*(rho, xi) = 1/2 |f|_H^2,   R(rho, v) = min over f with -div(rho f) = v of 1/2 |f|_H^2.
/// With KL only rho grad xi = grad rho - rho grad log pi enters, and the operator is bounded: explicit steps.
class SteinWasserstein final : public TransportGeometry, public KnowsVelocityImageCost, public HoldsOperators
{
 public:
  explicit SteinWasserstein(const Context &context)
      : TransportGeometry(context),
        kernel_(make_field_kernel(context.parameters, context.kernel->shared_kernel(), space(),
                                  StaggeredFields::of(space())))
  {
  }
  double symbol(double lambda, double density) const override
  {
    return density * density * lambda * kernel_->symbol(lambda);
  }
  const FieldKernel &field_kernel() const override { return *kernel_; }
  double operator_bytes() const override { return kernel_->memory(); }
  double velocity_image_cost(const Vector & /*u*/, const Field &g) const override
  {
    Field f = g;
    for (unsigned d = 0; d < fields().dim(); ++d) kernel_->apply(d, g[d], f[d]);
    return 0.5 * fields().inner(g, f);
  }

 private:
  unsigned flux(const Field &rho, const Field &g, Field &j) const override
  {
    for (unsigned d = 0; d < fields().dim(); ++d) {
      kernel_->apply(d, rho[d].cwiseProduct(g[d]), j[d]);
      j[d].array() *= rho[d].array();
    }
    return 0;
  }

  FluxCost flux_cost(const Field &rho, const Field &j) const override
  {
    const VelocityCost velocity = cost_of_velocity(*kernel_, 1, rho[0], j[0].cwiseQuotient(rho[0]), false);
    if (velocity.missed.size() == 0) return {velocity.cost};
    return {velocity.cost, {rho[0].cwiseProduct(velocity.missed)}};
  }
  bool every_rate_has_cost() const override { return fields().dim() == 1 && has_bounded_inverse(*kernel_); }

  std::shared_ptr<const FieldKernel> kernel_;
};

/// The same on meshes, where walls couple the components.
class SteinOnMesh final : public TransportGeometry
{
 public:
  explicit SteinOnMesh(const Context &context)
      : TransportGeometry(context), kernel_(context.parameters, *context.kernel, shared_fields())
  {
  }

 private:
  double symbol(double lambda, double density) const override
  {
    return density * density * lambda * kernel_.symbol(lambda);
  }
  unsigned flux(const Field &rho, const Field &g, Field &j) const override
  {
    const unsigned iterations = kernel_.apply(pointwise_product(rho, g), j);
    j = pointwise_product(rho, j);
    return iterations;
  }
  FluxCost flux_cost(const Field & /*rho*/, const Field & /*j*/) const override
  {
    throw std::logic_error("a mesh has more than one dimension");
  }
  bool every_rate_has_cost() const override { return false; }

  const MeshFieldKernel kernel_;
};

Geometry::Traits traits()
{
  return Geometry::Traits("-div(rho Kf(rho grad xi)), Kf on each component")
      .with_kernel_of_any_rank()
      .conserving_mass()
      .tending_to(
          {{"bandwidth",
            "power-mobility Wasserstein",
            "geometry/exponent = 2",
            2,
            "density and force compatible with the boundary, kernel of unit integral and finite variance",
            {"force level at walls", "density level at walls", "kernel compatible with walls",
             "kernel of unit integral", "kernel of finite variance", "bandwidth below the data's lengths"}}});
}

const RegisterGeometry registered("Stein Wasserstein", traits(),
                                  [](const Geometry::Context &context) -> std::unique_ptr<Geometry> {
                                    if (context.space->tensor_grid() == nullptr)
                                      return std::make_unique<SteinOnMesh>(context);
                                    return std::make_unique<SteinWasserstein>(context);
                                  });
const DeclareVelocities velocities("Stein Wasserstein");
}  // namespace
}  // namespace gammaflow
