// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/geometries/exact/staggered_mobility.h>
#include <gammaflow/parameters/number.h>

namespace gammaflow
{
namespace
{
using Coefficient = DifferentialGeometry::Coefficient;

/// Otto's geometry (Jordan, Kinderlehrer and Otto, SIAM J. Math. Anal. 29, 1998; Otto, Comm. PDE 26, 2001).
const RegisterGeometry wasserstein(
    "Wasserstein", Geometry::Traits("-div(rho grad xi)").reading({"gradients"}).conserving_mass(),
    [](const Geometry::Context &context) -> std::unique_ptr<Geometry> {
      if (staggered_gradients(context, false))
        return std::make_unique<StaggeredMobility>(context, [](double rho) {
          return StaggeredMobility::Value{rho, 1};
        });
      return std::make_unique<DifferentialGeometry>(context.space,
                                                    DifferentialGeometry::at_nodes([](double rho) {
                                                      return Coefficient{rho, 1};
                                                    }),
                                                    nullptr, 1e-7, !context.barrier);
    });

const DeclareParameters declared("geometry", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("alpha", "1", Number::above(0),
                    "Hellinger-Kantorovich, Wasserstein-L2, IFT: the weight > 0 of transport, "
                    "-alpha div(rho grad xi).");
  prm.declare_entry("beta", "1", Number::above(0),
                    "Hellinger-Kantorovich, Wasserstein-L2, IFT: the weight > 0 of growth, beta rho xi, "
                    "beta xi, beta Kf^-1 xi.");
  prm.declare_entry("scale", "1", Number::above(0),
                    "c > 0 of the mobilities c rho^p and c rho^2/(c rho + lambda): the integral of a kernel "
                    "that is taken as given, (2 pi)^(d/2) sigma^d for the Gaussian; 1 for kernels of unit "
                    "integral.");
});

/// -alpha div(rho grad xi) + r(beta, rho) xi, with r and its slope in rho.
std::unique_ptr<Geometry> transport_and_growth(const Geometry::Context &context,
                                               Coefficient (*growth)(double beta, double rho))
{
  const double alpha = context.parameters.number("geometry", "alpha"),
               beta = context.parameters.number("geometry", "beta");
  return std::make_unique<DifferentialGeometry>(
      context.space, DifferentialGeometry::at_nodes([alpha](double rho) {
        return Coefficient{alpha * rho, alpha};
      }),
      DifferentialGeometry::at_nodes([beta, growth](double rho) { return growth(beta, rho); }), 0,
      !context.barrier);
}

/// Liero, Mielke and Savare, Invent. Math. 211 (2018); there alpha = 1, beta = 4.
const RegisterGeometry hellinger_kantorovich(
    "Hellinger-Kantorovich",
    Geometry::Traits("-alpha div(rho grad xi) + beta rho xi, alpha, beta = geometry/alpha, beta")
        .reading({"alpha", "beta"}),
    [](const Geometry::Context &context) {
      return transport_and_growth(context, [](double beta, double rho) {
        return Coefficient{beta * rho, beta};
      });
    },
    Spherical::also);

/// The infimal convolution of Wasserstein and L2: what interaction-force transport tends to for small
/// bandwidths. Not Hellinger-Kantorovich, whose growth costs int v^2/rho.
const RegisterGeometry wasserstein_l2(
    "Wasserstein-L2",
    Geometry::Traits("-alpha div(rho grad xi) + beta xi, alpha, beta = geometry/alpha, beta")
        .reading({"alpha", "beta"}),
    [](const Geometry::Context &context) {
      return transport_and_growth(context, [](double beta, double) { return Coefficient{beta, 0}; });
    },
    Spherical::also);
}  // namespace
}  // namespace gammaflow
