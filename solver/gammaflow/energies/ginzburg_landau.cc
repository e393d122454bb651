// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/gradient_energy.h>
#include <gammaflow/energies/potential_parameters.h>
#include <gammaflow/parameters/number.h>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("energy", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("kappa", "0.001", Number::above(0),
                    "Ginzburg-Landau: the coefficient of kappa/2 |grad u|^2; the square of the width of an "
                    "interface, up to a factor.");
  prm.declare_entry(
      "f", "quartic", Patterns::Anything(),
      "Ginzburg-Landau: the potential f(u). By name: quartic, (1-u^2)^2/4; quartic 0-1, "
      "u^2 (1-u)^2; cubic-quintic, u^2 (1-u^2)^2 /4; logarithmic (Flory-Huggins), theta/2 ((1+u) "
      "log(1+u) + (1-u) log(1-u)) + theta_c/2 (1-u^2); logarithmic 0-1, theta (u log u + "
      "(1-u) log(1-u)) + 2 theta_c u (1-u). Or any formula in u; its derivatives are formed "
      "exactly.");
  prm.declare_entry(
      "bounds", "auto", Patterns::Anything(),
      "Ginzburg-Landau: the open interval of values on which f is meant, \"0, 1\". auto: from the mean of "
      "the "
      "initial state to where f, f' or f'' is no finite number any more. Where |f'| grows without bounds at "
      "an "
      "end (logarithms), u stays inside; nearer to it than 1e-10 of the interval f is continued smoothly.");
  prm.declare_entry("f scale", "1", Number(), "Ginzburg-Landau: a factor of f (and of its derivatives).");
  prm.declare_entry("theta", "0.5", Number(0), "Ginzburg-Landau, logarithmic f: the temperature.");
  prm.declare_entry(
      "theta_c", "1", Number(0),
      "Ginzburg-Landau, logarithmic f: the critical temperature; two wells where theta < theta_c.");
});

const Register<Energy> ginzburg_landau(
    "Ginzburg-Landau",
    Energy::Traits("int kappa/2 |grad u|^2 + f(u), kappa, f = energy/kappa, f", StateDomain::signed_field)
        .without_target(),
    [](const Energy::Context &c) {
      const GivenPotential given = given_potential(c);
      return std::make_unique<GradientEnergy>(c.space, c.parameters.number("energy", "kappa"), given.f,
                                              given.scale, given.both_signs);
    });

const Register<Energy> dirichlet(
    "Dirichlet", Energy::Traits("1/2 int |grad u|^2", StateDomain::signed_field).without_target(),
    [](const Energy::Context &c) {
      return std::make_unique<GradientEnergy>(c.space, 1., nullptr, 1., false);
    });
}  // namespace
}  // namespace gammaflow
