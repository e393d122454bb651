// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/energies/entropy_functions.h>
#include <gammaflow/energies/local_entropy.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("energy", [](dealii::ParameterHandler &prm) {
  prm.declare_entry("exponent", "0.5", Number(),
                    "p of the energy `power`, any real number: 2 is chi2, 1 is KL, 0 is inclusive-KL, 1/2 is "
                    "2 int (sqrt rho - sqrt pi)^2.");
});

/// f = pi phi_p(rho/pi), phi_p(s) = (s^p - p(s-1) - 1) / (p(p-1)), with its limits at p = 0 and p = 1.
/// With L = log s and g(x) = (e^x - 1 - x)/x^2,
///   phi_p(s) = L^2 (g(L) - p g(pL)) / (1 - p),
/// which needs no limit at p = 0 and does not cancel for p <= 1/2; larger p come down to these by
///   pi phi_p(rho/pi) = rho phi_{1-p}(pi/rho).
class PowerEntropy
{
 public:
  explicit PowerEntropy(double p) : p_(p) {}

  double value(double rho, double pi) const
  {
    if (rho < 0) return std::numeric_limits<double>::infinity();
    return p_ <= 0.5 ? half(p_, rho, pi) : half(1 - p_, pi, rho);
  }
  /// phi_p'(s) = (s^(p-1) - 1)/(p-1).
  double derivative(double rho, double pi) const
  {
    const double c = p_ - 1;
    return c == 0 ? log_ratio(rho, pi) : std::expm1(c * log_ratio(rho, pi)) / c;
  }
  /// phi_p''(s)/pi = s^(p-2)/pi.
  double second_derivative(double rho, double pi) const
  {
    if (p_ == 2) return 1 / pi;
    const double exponent = (p_ - 2) * log_ratio(rho, pi);
    return std::abs(exponent) < 600 ? std::exp(exponent) / pi : std::exp(exponent - std::log(pi));
  }

  /// 0 < p < 1: to where s^p is 1e-12, or s^(p-1) 1e12. For p <= 0 vacuum has infinite energy.
  double thin() const { return p_ > 0 && p_ < 1 ? std::pow(1e-12, 1 / std::max(p_, 1 - p_)) : 0; }

 private:
  /// b phi_p(a/b) for p <= 1/2.
  static double half(double p, double a, double b)
  {
    const double L = log_ratio(a, b);
    if (std::abs(L) < 1) return b * L * L * (exp_remainder(L) - p * exp_remainder(p * L)) / (1 - p);
    // Further out the terms are of different size; b (s^p - 1)/p, whose factors may overflow where it does
    // not:
    double term = b == 0 ? 0 : b * L;
    if (std::abs(p * L) >= 1)
      term = (std::exp(p * std::log(a) + (1 - p) * std::log(b)) - b) / p;
    else if (p != 0)
      term = b * (std::expm1(p * L) / p);  // in this order: b p may underflow
    return ((a - b) - term) / (1 - p);
  }

  double p_;
};

const Register<Energy> registered(
    "power", {"int phi_p(rho/pi) pi, phi_p(s) = (s^p - p(s-1) - 1)/(p(p-1)), p = energy/exponent"},
    [](const Energy::Context &c) {
      return std::make_unique<LocalEntropy<PowerEntropy>>(
          c, PowerEntropy(c.parameters.number("energy", "exponent")));
    });
}  // namespace
}  // namespace gammaflow
