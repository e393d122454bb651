// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

namespace gammaflow
{
GaussLobatto::GaussLobatto(const unsigned degree)
{
  const dealii::QGaussLobatto<1> rule(degree + 1);
  const unsigned n = degree + 1;
  for (unsigned i = 0; i < n; ++i) {
    points_.push_back(rule.point(i)[0]);
    weights_.push_back(rule.weight(i));
  }
  points_.front() = 0;
  points_.back() = 1;

  // Barycentric weights 1 / prod_{j != i} (x_i - x_j); Berrut and Trefethen, SIAM Review 46 (2004), (3.2).
  barycentric_.assign(n, 1.);
  for (unsigned i = 0; i < n; ++i)
    for (unsigned j = 0; j < n; ++j)
      if (j != i) barycentric_[i] /= points_[i] - points_[j];

  // D_ij = (b_j / b_i) / (x_i - x_j), rows summing to zero; the same, (9.4) and (9.5).
  derivative_.setZero(n, n);
  for (unsigned i = 0; i < n; ++i)
    for (unsigned j = 0; j < n; ++j)
      if (j != i) {
        derivative_(i, j) = barycentric_[j] / barycentric_[i] / (points_[i] - points_[j]);
        derivative_(i, i) -= derivative_(i, j);
      }
  stiffness_ = derivative_.transpose() * Eigen::Map<const Eigen::VectorXd>(weights_.data(), n).asDiagonal() *
               derivative_;

  const dealii::QGauss<1> gauss(degree);
  Eigen::RowVectorXd l(n);
  stiffness_root_.resize(degree, n);
  for (unsigned g = 0; g < degree; ++g) {
    values(gauss.point(g)[0], l.data());
    stiffness_root_.row(g) = std::sqrt(gauss.weight(g)) * l * derivative_;
  }
}

void GaussLobatto::values(const double x, double *l) const
{
  const unsigned n = unsigned(points_.size());
  for (unsigned i = 0; i < n; ++i)
    if (x == points_[i]) {
      std::fill(l, l + n, 0.);
      l[i] = 1;
      return;
    }
  double sum = 0;
  for (unsigned i = 0; i < n; ++i) sum += l[i] = barycentric_[i] / (x - points_[i]);
  for (unsigned i = 0; i < n; ++i) l[i] /= sum;
}

const GaussLobatto &GaussLobatto::shared(const unsigned degree)
{
  static std::map<unsigned, const GaussLobatto> known;
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  return known.try_emplace(degree, degree).first->second;
}

}  // namespace gammaflow
