// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/entropy_functions.h>
#include <gammaflow/energies/local_entropy.h>

#include <limits>

namespace gammaflow
{
namespace
{
/// f = pi log(pi/rho) - pi + rho, f' = 1 - pi/rho, f'' = pi/rho^2.
struct InclusiveKullbackLeibler {
  double value(double rho, double pi) const
  {
    if (rho <= 0) return std::numeric_limits<double>::infinity();
    const double r = (rho - pi) / pi;
    if (std::abs(r) > 0.5) return (rho - pi) - pi * log_ratio(rho, pi);
    // r - log(1+r) with log(1+r) = 2 atanh(v), v = r/(2+r): the terms of first order cancel exactly.
    const double v = r / (2 + r);
    return pi * (r * v - 2 * v * v * v * atanh_remainder(v));
  }
  double derivative(double rho, double pi) const { return (rho - pi) / rho; }
  double second_derivative(double rho, double pi) const { return pi / rho / rho; }
};

const Register<Energy> registered("inclusive-KL", {"int pi log(pi/rho) - pi + rho"},
                                  [](const Energy::Context &c) {
                                    return std::make_unique<LocalEntropy<InclusiveKullbackLeibler>>(c);
                                  });
}  // namespace
}  // namespace gammaflow
