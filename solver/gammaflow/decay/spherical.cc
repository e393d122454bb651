// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/decay/bounds.h>
#include <gammaflow/decay/decay_theory.h>

namespace gammaflow
{
namespace
{
/// Of probability densities: with xi = log(rho/pi), 2 R* = Var_rho(xi), and with the cumulants of xi under
/// the densities proportional to rho exp(-s xi) = rho^(1-s) pi^s
///   KL = <xi>_rho + log <exp(-xi)>_rho = int_0^1 (1-s) Var_s(xi) ds.
/// Where max xi - min xi <= m, the density of the tilted measure in rho is at most exp(s m), and
///   KL <= Var_rho(xi) int_0^1 (1-s) exp(s m) ds = Var_rho(xi) (exp(m) - 1 - m)/m^2.
/// Along the flow xi is exp(-t) times what it was, up to a constant: m falls. For other masses both sides are
/// multiplied by the mass.
class Spherical final : public DecayTheory
{
 public:
  using DecayTheory::DecayTheory;
  std::optional<DecayConstant> constant() const override
  {
    if (flow().geometry_name() != "spherical Fisher-Rao" || flow().energy_name() != "KL") return {};
    const double m = oscillation_of_log_ratio(flow());
    return DecayConstant{spherical_constant(m),
                         "log(rho/pi) varies by " + few_digits(m, 4) +
                             " at the start, and by less later: m^2/(exp(m) - 1 - m) = " +
                             few_digits(spherical_constant(m), 4) + ".",
                         "", ""};
  }
};

const Register<DecayTheory> registered(
    "spherical Fisher-Rao",
    {"Var_rho(log(rho/pi)) >= m^2/(exp(m) - 1 - m) KL, m the oscillation of log(rho/pi)",
     "derived in doc/decay.md; the rate 2 at the end is that of Lu, Slepcev and Wang, Nonlinearity 36, 2023, "
     "and of Domingo-Enrich and Pooladian, arXiv:2302.12229"},
    [](const auto &context) { return std::make_unique<Spherical>(context); });
}  // namespace
}  // namespace gammaflow
