// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/densities/tensor_expansion.h>

#include <utility>

namespace gammaflow
{
TensorExpansion::TensorExpansion(std::array<Basis, 3> basis, std::vector<double> coefficients,
                                 std::string description, std::vector<std::pair<Point, double>> data_points)
    : basis_(std::move(basis)),
      coefficients_(std::move(coefficients)),
      description_(std::move(description)),
      data_points_(std::move(data_points))
{
}

double TensorExpansion::value(const Point &x) const
{
  std::array<std::vector<double>, 3> row;
  for (unsigned d = 0; d < 3; ++d) {
    row[d].resize(basis_[d].size);
    basis_[d].evaluate(x[d], row[d].data());
  }
  double sum = 0;
  const double *line = coefficients_.data();
  for (const double c : row[2])
    for (const double b : row[1]) {
      if (b * c != 0)
        for (std::size_t i = 0; i < row[0].size(); ++i) sum += b * c * row[0][i] * line[i];
      line += row[0].size();
    }
  return sum;
}

Eigen::MatrixXd evaluate_at(const TensorExpansion::Basis &basis, const std::vector<double> &points)
{
  Eigen::MatrixXd result(points.size(), basis.size);
  std::vector<double> row(basis.size);
  for (std::size_t i = 0; i < points.size(); ++i) {
    basis.evaluate(points[i], row.data());
    result.row(Eigen::Index(i)) = Eigen::Map<const Eigen::RowVectorXd>(row.data(), Eigen::Index(row.size()));
  }
  return result;
}

void TensorExpansion::sample(const Space &space, Vector &values) const
{
  const TensorGrid *grid = space.tensor_grid();
  if (grid == nullptr) return Density::sample(space, values);
  std::array<Eigen::MatrixXd, 3> A;  // values = (A2 x A1 x A0) coefficients
  for (unsigned d = 0; d < 3; ++d) A[d] = evaluate_at(basis_[d], grid->direction[d].nodes);
  const Eigen::Index m0 = A[0].rows(), m1 = A[1].rows(), n0 = A[0].cols(), n1 = A[1].cols(), n2 = A[2].cols();

  Eigen::MatrixXd planes(m0 * m1, n2);  // the first two directions done, one column per plane of the third
  for (Eigen::Index k = 0; k < n2; ++k) {
    const Eigen::Map<const Eigen::MatrixXd> plane(coefficients_.data() + n0 * n1 * k, n0, n1);
    Eigen::Map<Eigen::MatrixXd>(planes.col(k).data(), m0, m1) = A[0] * plane * A[1].transpose();
  }
  Eigen::Map<Eigen::MatrixXd>(values.begin(), m0 * m1, A[2].rows()) = planes * A[2].transpose();
}

}  // namespace gammaflow
