// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/separable_field_modes.h>

#include <Eigen/Eigenvalues>

#include <cmath>

namespace gammaflow
{
namespace
{
/// Along one axis the profile is k(0) phi.
double shape_along(const ImageSum &images, const unsigned direction, double x)
{
  const double period = images.period(direction), at_zero = images.kernel().profile(0);
  if (period > 0) x -= period * std::round(x / period);
  double sum = 0;
  for (int m = -images.images(direction); m <= images.images(direction); ++m)
    sum += images.kernel().profile(std::abs(x + m * period)) / at_zero;
  return sum;
}

/// y = (1 x matrix x 1) x in one direction of a tensor of these sizes, whose size there becomes that of
/// `matrix * .`, or of `matrix^T * .`
void multiply(const Eigen::MatrixXd &matrix, const bool transposed, std::array<std::size_t, 3> &sizes,
              const unsigned direction, const double *x, double *y)
{
  using Map = Eigen::Map<Eigen::MatrixXd>;
  using ConstMap = Eigen::Map<const Eigen::MatrixXd>;
  const auto n = Eigen::Index(sizes[direction]), m = transposed ? matrix.cols() : matrix.rows();
  const auto upper = Eigen::Index((direction < 1 ? sizes[1] : 1) * (direction < 2 ? sizes[2] : 1));
  const auto lower = Eigen::Index((direction > 0 ? sizes[0] : 1) * (direction > 1 ? sizes[1] : 1));
  if (direction == 0 && transposed)
    Map(y, m, upper).noalias() = matrix.transpose() * ConstMap(x, n, upper);
  else if (direction == 0)
    Map(y, m, upper).noalias() = matrix * ConstMap(x, n, upper);
  else
    for (Eigen::Index u = 0; u < upper; ++u) {
      const ConstMap in(x + u * lower * n, lower, n);
      Map out(y + u * lower * m, lower, m);
      transposed ? void(out.noalias() = in * matrix) : void(out.noalias() = in * matrix.transpose());
    }
  sizes[direction] = std::size_t(m);
}
}  // namespace

SeparableFieldModes::SeparableFieldModes(const ImageSum &images, const TensorGrid &points) : dim_(points.dim)
{
  constexpr double round_off = 1e-17;
  std::vector<Eigen::VectorXd> values(3, Eigen::VectorXd::Ones(1));
  for (unsigned d = 0; d < dim_; ++d) {
    const Grid1D &line = points.direction[d];
    const auto n = Eigen::Index(line.size());
    const Eigen::VectorXd root = Eigen::Map<const Eigen::VectorXd>(line.weights.data(), n).cwiseSqrt();
    Eigen::MatrixXd matrix(n, n);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index i = 0; i < n; ++i)
        matrix(i, j) = root[i] * root[j] *
                       shape_along(images, d, line.nodes[std::size_t(i)] - line.nodes[std::size_t(j)]);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    const Eigen::VectorXd &all = solver.eigenvalues();
    const Eigen::Index kept = (all.array() > round_off * all[n - 1]).count();
    values[d] = (d == 0 ? images.kernel().profile(0) : 1) * all.tail(kept);
    vectors_.push_back(root.cwiseInverse().asDiagonal() * solver.eigenvectors().rightCols(kept));
    weighted_.push_back(root.asDiagonal() * solver.eigenvectors().rightCols(kept));
    points_[d] = line.size();
    modes_[d] = std::size_t(kept);
  }
  eigenvalues_.resize(values[0].size() * values[1].size() * values[2].size());
  Eigen::Index k = 0;
  for (const double z : values[2])
    for (const double y : values[1])
      for (const double x : values[0]) eigenvalues_[k++] = x * y * z;
}

void SeparableFieldModes::to_modes(const double *x, double *modes) const
{
  static thread_local std::array<std::vector<double>, 2> between;
  std::array<std::size_t, 3> sizes = points_;
  for (unsigned d = 0; d < dim_; ++d) {
    std::vector<double> &out = between[d % 2];
    out.resize(std::max(out.size(), sizes[0] * sizes[1] * sizes[2]));
    multiply(weighted_[d], true, sizes, d, x, d + 1 == dim_ ? modes : out.data());
    x = out.data();
  }
}

void SeparableFieldModes::from_modes(const double *modes, double *x) const
{
  static thread_local std::array<std::vector<double>, 2> between;
  std::array<std::size_t, 3> sizes = modes_;
  for (unsigned d = dim_; d-- > 0;) {
    std::vector<double> &out = between[d % 2];
    out.resize(std::max(out.size(), points_[0] * points_[1] * points_[2]));
    multiply(vectors_[d], false, sizes, d, modes, d == 0 ? x : out.data());
    modes = out.data();
  }
}

}  // namespace gammaflow
