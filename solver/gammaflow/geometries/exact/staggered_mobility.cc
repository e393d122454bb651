// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/staggered_mobility.h>

#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("geometry", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "gradients", "auto", dealii::Patterns::Selection("auto|nodes|staggered"),
      "Where the Wasserstein geometries take density and gradient. nodes: at the Gauss-Lobatto nodes; "
      "staggered: where the kernel geometries of velocities do, on boxes at the Gauss points of the "
      "direction "
      "of each component, on meshes at the nodes of the next degree. auto: nodes for Wasserstein and on "
      "meshes, staggered for its relatives with another mobility on boxes. Limits of studies take what their "
      "kernel geometry takes.");
});
}  // namespace

StaggeredMobility::StaggeredMobility(const Context &context, Mobility theta)
    : TransportGeometry(context), theta_(std::move(theta))
{
}

unsigned StaggeredMobility::flux(const Field &rho, const Field &g, Field &j) const
{
  for (std::size_t d = 0; d < g.size(); ++d)
    for (Eigen::Index q = 0; q < g[d].size(); ++q) j[d][q] = theta_(rho[d][q]).value * g[d][q];
  return 0;
}

TransportGeometry::FluxCost StaggeredMobility::flux_cost(const Field &rho, const Field &j) const
{
  double sum = 0;
  for (Eigen::Index q = 0; q < j[0].size(); ++q)
    if (j[0][q] != 0) sum += fields().weights(0)[q] * j[0][q] * (j[0][q] / theta_(rho[0][q]).value);
  return {exact_cost(0.5 * sum)};
}

std::shared_ptr<const OnsagerCoefficients> StaggeredMobility::coefficients(const Vector &state) const
{
  return coefficients_.get(state, [this](const Vector &u, OnsagerCoefficients &c) {
    c.mobility = c.mobility_slope = u;
    c.reaction.reinit(u);
    c.reaction_slope.reinit(u);
    for (std::size_t i = 0; i < size(u); ++i) {
      const Value theta = theta_(data(u)[i]);
      data(c.mobility)[i] = theta.value;
      data(c.mobility_slope)[i] = theta.slope;
    }
  });
}

/// rho_q = exp(I log u), so that its derivative in the direction y is rho_q I(y/u).
void StaggeredMobility::onsager_derivative(const Vector &u, const Vector &y, const Vector &xi,
                                           Vector &out) const
{
  Vector relative = y;
  for (std::size_t i = 0; i < size(y); ++i) data(relative)[i] /= data(u)[i];
  const auto rho = density(u);
  Field j = fields().gradient(xi);
  const Field z = fields().interpolate(relative);
  for (std::size_t d = 0; d < j.size(); ++d)
    for (Eigen::Index q = 0; q < j[d].size(); ++q) {
      const double r = (*rho)[d][q];
      j[d][q] *= theta_(r).slope * r * z[d][q];
    }
  fields().divergence(j, out);
}

bool staggered_gradients(const Geometry::Context &context, const bool otherwise)
{
  const std::string asked = context.parameters.text("geometry", "gradients");
  return asked == "auto" ? otherwise : asked == "staggered";
}

std::unique_ptr<Geometry> make_mobility_geometry(const Geometry::Context &context,
                                                 const StaggeredMobility::Mobility &theta)
{
  if (staggered_gradients(context, context.space->tensor_grid() != nullptr))
    return std::make_unique<StaggeredMobility>(context, theta);
  return std::make_unique<DifferentialGeometry>(context.space,
                                                DifferentialGeometry::at_nodes([theta](double rho) {
                                                  const auto m = theta(rho);
                                                  return DifferentialGeometry::Coefficient{m.value, m.slope};
                                                }),
                                                nullptr, 1e-7, !context.barrier);
}

}  // namespace gammaflow
