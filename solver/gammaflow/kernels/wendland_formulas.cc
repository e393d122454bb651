// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/radial_integrals.h>
#include <gammaflow/kernels/wendland_formulas.h>

#include <boost/math/special_functions/beta.hpp>

#include <cmath>

namespace gammaflow
{
double WendlandFormulas::value(double s) const
{
  return s < 1 ? std::pow(1 - s, int(power)) * (c0 + s * (c1 + s * c2)) : 0;
}

double WendlandFormulas::slope(double s) const
{
  return s < 1 ? std::pow(1 - s, int(power) - 1) * ((power + 1) * c1 - 2 * c2 + (power + 2) * c2 * s) : 0;
}

double WendlandFormulas::moment(unsigned dim, unsigned extra) const
{
  const double n = dim + extra, m = power + 1;
  return sphere_area(dim) *
         (c0 * boost::math::beta(n, m) + c1 * boost::math::beta(n + 1, m) + c2 * boost::math::beta(n + 2, m));
}

double WendlandFormulas::fourier(unsigned dim, double frequency) const
{
  return radial_fourier([this](double s) { return value(s); }, dim, frequency, 1, 0.1);
}

}  // namespace gammaflow
