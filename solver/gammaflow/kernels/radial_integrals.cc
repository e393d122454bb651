// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/radial_integrals.h>

#include <boost/math/constants/constants.hpp>
#include <boost/math/quadrature/exp_sinh.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/bessel.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
using boost::math::double_constants::pi;

double sphere_area(unsigned dim)
{
  return dim == 1 ? 2 : dim == 2 ? 2 * pi : 4 * pi;
}

double radial_integral(const RadialFunction &f, unsigned dim, double power, double upper)
{
  const auto integrand = [&](double r) {
    const double value = f(r);
    return value == 0 ? 0 : std::pow(r, dim - 1 + power) * value;  // r may be huge
  };
  if (std::isfinite(upper))
    return sphere_area(dim) *
           boost::math::quadrature::gauss_kronrod<double, 31>::integrate(integrand, 0., upper, 12, 1e-14);
  return sphere_area(dim) * boost::math::quadrature::exp_sinh<double>().integrate(integrand, 1e-13);
}

double radial_fourier(const RadialFunction &f, unsigned dim, double frequency, double upper, double scale)
{
  const auto wave = [&](double r) {
    const double phase = frequency * r;
    return dim == 1   ? std::cos(phase)
           : dim == 2 ? boost::math::cyl_bessel_j(0, phase)
                      : (phase < 1e-4 ? 1 - phase * phase / 6 : std::sin(phase) / phase);
  };
  const auto integrand = [&](double r) { return std::pow(r, int(dim) - 1) * f(r) * wave(r); };
  const auto panels =
      static_cast<unsigned long>(std::ceil(upper * std::max(std::abs(frequency) / pi, 1 / scale)));
  double sum = 0;
  for (unsigned long i = 0; i < panels; ++i)
    sum += boost::math::quadrature::gauss<double, 15>::integrate(
        integrand, upper * double(i) / double(panels), upper * double(i + 1) / double(panels));
  return sphere_area(dim) * sum;
}

double radius_of_decay(const RadialFunction &f, double epsilon)
{
  double inside = 0, outside = 1;
  while (f(outside) > epsilon) {
    inside = outside;
    outside *= 2;
  }
  for (unsigned i = 0; i < 60; ++i) {
    const double middle = 0.5 * (inside + outside);
    (f(middle) > epsilon ? inside : outside) = middle;
  }
  return outside;
}

}  // namespace gammaflow
