// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/radial_profile.h>

#include <Eigen/Dense>

#include <algorithm>
#include <utility>

namespace gammaflow
{
namespace
{
constexpr unsigned degree = 5, pieces_per_length = 64;
constexpr std::size_t most_pieces = 1u << 17;
}  // namespace

RadialProfile::RadialProfile(std::function<double(double)> function, double length, double reach)
    : function_(std::move(function)),
      length_(length),
      per_length_(pieces_per_length / length),
      at_zero_(function_(0))
{
  const auto pieces =
      std::size_t(std::clamp(std::ceil(reach * per_length_), 1., static_cast<double>(most_pieces)));
  last_ = double(pieces);
  // Chebyshev's points of [0, 1]: the polynomial is nearly the best one.
  Eigen::Matrix<double, degree + 1, degree + 1> vandermonde;
  Eigen::Matrix<double, degree + 1, 1> points;
  for (unsigned i = 0; i <= degree; ++i) {
    points[i] = 0.5 - 0.5 * std::cos(M_PI * (i + 0.5) / (degree + 1));
    for (unsigned k = 0; k <= degree; ++k) vandermonde(i, k) = std::pow(points[i], int(k));
  }
  const Eigen::Matrix<double, degree + 1, degree + 1> inverse = vandermonde.inverse();
  table_.resize((degree + 1) * pieces);
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    Eigen::Matrix<double, degree + 1, 1> values;
    for (unsigned i = 0; i <= degree; ++i) values[i] = function_((double(piece) + points[i]) / per_length_);
    Eigen::Map<Eigen::Matrix<double, degree + 1, 1>>(table_.data() + (degree + 1) * piece) = inverse * values;
  }
}

}  // namespace gammaflow
