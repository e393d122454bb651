// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/normal.h>

#include <Eigen/Cholesky>
#include <Eigen/Dense>

#include <cmath>
#include <stdexcept>

namespace gammaflow
{
namespace
{
const double one_over_sqrt_two_pi = 0.3989422804014326779;
}

Normal::Normal(unsigned dim, const Point &mean, const Point &deviation) : dim_(dim), mean_(mean)
{
  for (unsigned d = 0; d < dim; ++d) {
    whitening_[d][d] = 1 / deviation[d];
    normalization_ *= one_over_sqrt_two_pi * whitening_[d][d];
  }
}

Normal::Normal(unsigned dim, const Point &mean, const std::vector<std::vector<double>> &covariance)
    : dim_(dim), mean_(mean)
{
  Eigen::MatrixXd C(dim, dim);
  for (unsigned i = 0; i < dim; ++i)
    for (unsigned j = 0; j < dim; ++j) C(i, j) = covariance[i][j];
  const Eigen::LLT<Eigen::MatrixXd> cholesky(C);
  if (C != C.transpose() || cholesky.info() != Eigen::Success)
    throw std::domain_error("is not symmetric and positive definite");
  const Eigen::MatrixXd W = cholesky.matrixL().solve(Eigen::MatrixXd::Identity(dim, dim));
  for (unsigned i = 0; i < dim; ++i) {
    for (unsigned j = 0; j <= i; ++j) whitening_[i][j] = W(i, j);
    normalization_ *= one_over_sqrt_two_pi * W(i, i);
  }
}

double Normal::value(const Point &x) const
{
  double square = 0;
  for (unsigned i = 0; i < dim_; ++i) {
    double component = 0;
    for (unsigned j = 0; j <= i; ++j) component += whitening_[i][j] * (x[j] - mean_[j]);
    square += component * component;
  }
  return normalization_ * std::exp(-square / 2);
}

std::string Normal::formula(const std::array<std::string, 3> &x) const
{
  std::string exponent;
  for (unsigned i = 0; i < dim_; ++i) {
    std::string component;
    for (unsigned j = 0; j <= i; ++j)
      if (whitening_[i][j] != 0)
        component += (component.empty() ? "" : " + ") + ("(" + all_digits(whitening_[i][j])) + ")*(" + x[j] +
                     " - (" + all_digits(mean_[j]) + "))";
    exponent += (i ? " - (" : "-(") + component + ")^2/2";
  }
  return all_digits(normalization_) + "*exp(" + exponent + ")";
}

}  // namespace gammaflow
