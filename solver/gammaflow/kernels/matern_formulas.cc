// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/matern_formulas.h>

#include <boost/math/constants/constants.hpp>

#include <cmath>

namespace gammaflow
{
double MaternFormulas::integral() const
{
  using boost::math::double_constants::pi;
  return std::pow(2 * pi / order, 0.5 * dim) * std::tgamma(order + 0.5 * dim) / std::tgamma(order);
}

double MaternFormulas::fourier(double frequency) const
{
  return integral() * std::pow(1 + frequency * frequency / (2 * order), -(order + 0.5 * dim));
}

}  // namespace gammaflow
