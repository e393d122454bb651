// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/energies/entropy_functions.h>
#include <gammaflow/energies/local_entropy.h>

#include <limits>

namespace gammaflow
{
namespace
{
/// f = rho log(rho/pi) - rho + pi, f' = log(rho/pi), f'' = 1/rho.
struct KullbackLeibler {
  double value(double rho, double pi) const
  {
    if (rho < 0) return std::numeric_limits<double>::infinity();
    if (rho == 0) return pi;
    const double r = (rho - pi) / pi;
    if (std::abs(r) > 0.5) return rho * log_ratio(rho, pi) - (rho - pi);
    // With log(1+r) = 2 atanh(v), v = r/(2+r), the first orders of (1+r) log(1+r) - r collect to r v exactly.
    const double v = r / (2 + r);
    return pi * (r * v + 2 * (1 + r) * v * v * v * atanh_remainder(v));
  }
  double derivative(double rho, double pi) const { return log_ratio(rho, pi); }
  void derivatives(std::size_t n, const double *rho, const double *pi, double *out) const
  {
    log_ratios(n, rho, pi, out);
  }
  double second_derivative(double rho, double) const { return 1 / rho; }
};

const Register<Energy> registered("KL", {"int rho log(rho/pi) - rho + pi"}, [](const Energy::Context &c) {
  return std::make_unique<LocalEntropy<KullbackLeibler>>(c);
});
}  // namespace
}  // namespace gammaflow
