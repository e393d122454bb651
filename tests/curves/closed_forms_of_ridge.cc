// SPDX-License-Identifier: LGPL-2.1-or-later
// R* of kernel ridge regression along curves that solve no flow, in closed form.
#include "along_a_line.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
/// 1 + l^2 (k pi)^2, the inverse of the kernel on the mode k.
double inverse_symbol(unsigned k)
{
  return 1 + std::pow(matern_length() * k * pi, 2);
}

/// d_first - q/(d_{first + 1} - q/(d_{first + 2} - ...)), d_k = 1 + lambda (1 + l^2 (k pi)^2), q = (c/2)^2:
/// what Gaussian elimination leaves of mode `first` of (w + lambda (1 + l^2 L)) f, w = 1 + c cos(pi x), since
/// cos(pi x) couples each mode to its neighbours by c/2.
double eliminated(unsigned first, double lambda, double c)
{
  double value = 1 + lambda * inverse_symbol(first + 40);
  for (unsigned k = first + 40; k-- > first;) value = 1 + lambda * inverse_symbol(k) - c * c / 4 / value;
  return value;
}

/// int_0^T of a function of c = a (1 - t/T)
template <class F>
double over_time(const F &f)
{
  return integral([&](double t) { return f(a * (1 - t / end_time)); }, 0, end_time);
}

/// Growth f with (w + lambda A) f = w DF = w - 1 = c cos(pi x) (inclusive KL): f is a sum of cosines whose
/// first one is c/(eliminated - (c/2) c/(1 + lambda)), the constant being coupled to it twice; R* = c f_1/4.
double growth_dual(double lambda)
{
  return over_time([&](double c) {
    return 0.25 * c * c / (eliminated(1, lambda, c) - c * c / 2 / (1 + lambda * inverse_symbol(0)));
  });
}
/// Velocity f with (w + lambda A) f = w grad DF = grad w (KL): a sum of sines, R* = (c pi)^2/(4 eliminated).
double velocity_dual(double lambda)
{
  return over_time([&](double c) { return 0.25 * std::pow(c * pi, 2) / eliminated(1, lambda, c); });
}

double dual_along_the_line(const std::string &energy, const std::string &geometry, double lambda)
{
  return along(energy, geometry, "linear interpolation", "geometry/ridge = " + text(lambda)).dual;
}
}  // namespace

// int R*_lambda along the straight line w = 1 + a (1 - t/T) cos(pi x), which is a continued fraction in the
// ridge. Catches a ridge or a density that enters twice, and modes that are not coupled.
TEST(DissipationAlong, DualOfRidgeRegressionIsAContinuedFraction)
{
  for (const double lambda : {0.3, 0.01, 1e-3}) {
    expect_near(dual_along_the_line("inclusive-KL", "KRR Fisher-Rao", lambda), growth_dual(lambda));
    expect_near(dual_along_the_line("KL", "KRR Wasserstein", lambda), velocity_dual(lambda));
  }
  // must fail: another ridge, and the operator of a constant density
  const double growth = dual_along_the_line("inclusive-KL", "KRR Fisher-Rao", 0.01);
  EXPECT_GT(std::abs(growth_dual(0.01 * (1 + 1e-5)) - growth), 1e-8 * growth);
  const double uncoupled = over_time([](double c) { return 0.25 * c * c / (1 + 0.01 * inverse_symbol(1)); });
  EXPECT_GT(std::abs(uncoupled - growth), 1e-3 * growth);
}

// A curve that is made for growth s cos(pi x): w = (pi + lambda s (1 + l^2 pi^2) cos(pi x))/(1 - s cos(pi
// x)), s = t/2, with the target pi = 1. R* = 1/2 int w f^2 + lambda/2 |f|_H^2. Catches a curve, an energy or
// a kernel that is not the one that was named.
TEST(DissipationAlong, DualAlongACurveThatIsMadeForAGrowth)
{
  for (const double lambda : {0.3, 0.01}) {
    const double stretch = lambda * inverse_symbol(1);
    const std::string formula = "(1 + " + text(stretch) + "*(t/2)*cos(pi*x))/(1 - (t/2)*cos(pi*x))";
    const auto d = along("inclusive-KL", "KRR Fisher-Rao", "formula",
                         "geometry/ridge = " + text(lambda) + "; curve formula/formula = " + formula);
    expect_near(d.dual, double_integral([&](double t, double x) {
                  const double s = t / 2, f = s * std::cos(pi * x), density = (1 + stretch * f) / (1 - f);
                  return 0.5 * density * f * f + 0.25 * stretch * s * s;
                }));
  }
}

// A profile that translates on a circle, made for the velocity s sin(2 pi (x - t)): with the target 1,
// grad w = w f + lambda (1 + 4 pi^2 l^2) f. Catches the same for velocities, and walls where there are none.
TEST(DissipationAlong, DualAlongAProfileThatIsMadeForAVelocity)
{
  constexpr double s = 0.8;
  for (const double lambda : {0.3, 0.01}) {
    const double stretch = lambda * inverse_symbol(2);
    const std::string phase = "(2*pi*(x - t))", profile = text(1 + stretch) + "*exp(-" + text(s / (2 * pi)) +
                                                          "*cos" + phase + ") - " + text(stretch);
    const auto d =
        along("KL", "KRR Wasserstein", "formula",
              "domain/boundary = periodic; initial state/formula = 1; geometry/ridge = " + text(lambda) +
                  "; curve formula/formula = " + profile);
    expect_near(d.dual, double_integral([&](double t, double x) {
                  const double f = s * std::sin(2 * pi * (x - t)),
                               density =
                                   (1 + stretch) * std::exp(-s / (2 * pi) * std::cos(2 * pi * (x - t))) -
                                   stretch;
                  return 0.5 * density * f * f + 0.25 * stretch * s * s;
                }));
  }
}
