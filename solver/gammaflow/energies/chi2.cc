// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/local_entropy.h>

namespace gammaflow
{
namespace
{
/// f = (rho - pi)^2 / (2 pi), f' = rho/pi - 1, f'' = 1/pi: defined for rho of any sign.
struct ChiSquared {
  double value(double rho, double pi) const { return (rho - pi) / pi * ((rho - pi) / 2); }
  double derivative(double rho, double pi) const { return (rho - pi) / pi; }
  double second_derivative(double, double pi) const { return 1 / pi; }
};

const Register<Energy> registered("chi2", {"1/2 int (rho - pi)^2 / pi", StateDomain::signed_field},
                                  [](const Energy::Context &c) {
                                    return std::make_unique<LocalEntropy<ChiSquared>>(c);
                                  });
}  // namespace
}  // namespace gammaflow
