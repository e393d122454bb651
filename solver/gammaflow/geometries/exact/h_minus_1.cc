// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/expression.h>
#include <gammaflow/geometries/exact/differential.h>
#include <gammaflow/geometries/exact/spherical.h>
#include <gammaflow/parameters/formulas.h>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("geometry", [](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "mobility", "1", dealii::Patterns::Anything(),
      "H-1: the mobility m(u) of K xi = -div(m grad xi), a formula in u (1, 1 - u^2, ...) that is "
      "nowhere negative.");
});

DifferentialGeometry::Function mobility(const Expression &m)
{
  using Coefficient = DifferentialGeometry::Coefficient;
  return DifferentialGeometry::at_nodes([m](double u) {
    const Jet jet = m(u);
    return Coefficient{jet.value, jet.first};
  });
}

/// K(u) xi = -div(m(u) grad xi): Cahn-Hilliard with the Ginzburg-Landau energy.
const RegisterGeometry registered(
    "H-1",
    Geometry::Traits("-div(m(u) grad xi), m = geometry/mobility", StateDomain::signed_field)
        .reading({"mobility"})
        .conserving_mass(),
    [](const Geometry::Context &context) {
      const Expression m = read_expression(context.parameters, "geometry", "mobility", {"u"});
      if (m.constant()) return std::make_unique<DifferentialGeometry>(context.space, m(0).value);
      return std::make_unique<DifferentialGeometry>(context.space, mobility(m), nullptr);
    });
}  // namespace
}  // namespace gammaflow
