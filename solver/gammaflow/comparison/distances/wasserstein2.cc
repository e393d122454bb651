// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/measures/monotone_coupling.h>

#include <boost/math/quadrature/gauss.hpp>

#include <cmath>

namespace gammaflow
{
namespace
{
/// int_x0^x1 D^2 f by the 10-point Gauss rule, halved until both halves agree with the whole to `tolerance`.
template <class Integrand>
double adaptive_gauss(const Integrand &integrand, double x0, double x1, double whole, double tolerance,
                      unsigned depth)
{
  using Gauss = boost::math::quadrature::gauss<double, 10>;
  const double middle = x0 + (x1 - x0) / 2;
  const double left = Gauss::integrate(integrand, x0, middle),
               right = Gauss::integrate(integrand, middle, x1);
  if (depth == 0 || std::abs(left + right - whole) <= tolerance) return left + right;
  return adaptive_gauss(integrand, x0, middle, left, tolerance, depth - 1) +
         adaptive_gauss(integrand, middle, x1, right, tolerance, depth - 1);
}

/// W2(a, b)^2 = int_0^1 (F^-1(s) - G^-1(s))^2 ds = int D(x)^2 f(x) dx with s = F(x), D = G^-1 o F - id.
/// On each interval between the breakpoints of the coupling the integrand is smooth (g > 0).
class Wasserstein2Distance : public Distance
{
 public:
  explicit Wasserstein2Distance(const Context &context)
      : space_(context.space), grid_(quantile_grid("W2", *context.space))
  {
  }

  double between(const Vector &a, const Vector &b) const override
  {
    require_non_negative("W2", *space_, a);
    require_non_negative("W2", *space_, b);
    require_equal_mass("W2", *space_, a, b);
    const MonotoneCoupling coupling(grid_, a, b);
    const std::vector<double> points = coupling.breakpoints();

    std::vector<double> rough(points.size() - 1, 0.0);
    double estimate = 0;
    const auto integrand_in = [&](std::size_t interval) {
      const std::size_t cell = coupling.first().cell_of((points[interval] + points[interval + 1]) / 2);
      return [&coupling, cell](double x) {
        return std::pow(coupling.displacement(x), 2) * coupling.first().value(cell, x);
      };
    };
    for (std::size_t k = 0; k + 1 < points.size(); ++k)
      if (points[k] < points[k + 1]) {
        rough[k] =
            boost::math::quadrature::gauss<double, 10>::integrate(integrand_in(k), points[k], points[k + 1]);
        estimate += rough[k];
      }
    double sum = 0;
    for (std::size_t k = 0; k + 1 < points.size(); ++k)
      if (points[k] < points[k + 1])
        sum += adaptive_gauss(integrand_in(k), points[k], points[k + 1], rough[k], 1e-12 * std::abs(estimate),
                              20);
    return std::sqrt(std::max(sum, 0.0));
  }

 private:
  std::shared_ptr<const Space> space_;
  const Grid1D &grid_;
};

Distance::Traits traits()
{
  Distance::Traits t;
  t.summary = "(int_0^1 (F^-1 - G^-1)^2)^(1/2), by quantiles, exactly, in 1D: the distance of Wasserstein";
  t.needs_positive = true;
  t.needs_1d = true;
  t.needs_equal_mass = true;
  return t;
}

const Register<Distance> registered("W2", traits(), [](const Distance::Context &context) {
  return std::make_unique<Wasserstein2Distance>(context);
});

}  // namespace
}  // namespace gammaflow
