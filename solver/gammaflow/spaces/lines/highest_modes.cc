// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/highest_modes.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
/// By the Gauss-Lobatto rule, which makes 2/p of the squared norm of P_p on (-1, 1) instead of 2/(2p + 1).
HighestModes::HighestModes(const unsigned degree) : degree_(degree), coefficients_(2, degree + 1)
{
  const GaussLobatto &reference = GaussLobatto::shared(degree);
  for (unsigned i = 0; i <= degree; ++i) {
    const double x = 2 * reference.points()[i] - 1, w = 2 * reference.weights()[i];
    coefficients_(0, i) = degree / 2. * w * std::legendre(degree, x);
    coefficients_(1, i) = (2 * degree - 1) / 2. * w * std::legendre(degree - 1, x);
  }
}

double HighestModes::relative_length(const Eigen::Vector2d &largest, const double amplitude) const
{
  const double highest = std::pow(largest[0] / amplitude, 1. / degree_);
  return degree_ == 1 ? highest : std::max(highest, std::pow(largest[1] / amplitude, 1. / (degree_ - 1)));
}

}  // namespace gammaflow
