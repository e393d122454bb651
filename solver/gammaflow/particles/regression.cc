// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/particles/regression.h>

#include <Eigen/Cholesky>

#include <cmath>

namespace gammaflow
{
namespace
{
/// K of component d of a velocity.
Eigen::MatrixXd matrix_of(const ParticleKernel &kernel, const PointMeasure &x, unsigned component)
{
  const std::size_t n = x.size();
  const std::vector<double> at = kernel.wrapped(x);
  const auto images = kernel.images_of({x.dim(), n, at.data()});
  const RadialKernel &profile = kernel.profile();
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(Eigen::Index(n), Eigen::Index(n));
  std::vector<std::size_t> first(n + 1, images.size());  // images of one particle follow one another
  for (std::size_t m = images.size(); m-- > 0;) first[images.parent[m]] = m;
  parallel_ranges(n, 16, [&](std::size_t begin, std::size_t end) {
    std::vector<double> square(n), value(n), slope(n);
    for (std::size_t j = begin; j < end; ++j)
      for (std::size_t m = first[j]; m < first[j + 1]; ++m) {
        std::fill(square.begin(), square.end(), 0.);
        for (unsigned d = 0; d < x.dim(); ++d) {
          const double y = images.coordinates[d * images.size() + m];
          for (std::size_t i = 0; i < n; ++i) square[i] += (at[d * n + i] - y) * (at[d * n + i] - y);
        }
        profile.shapes(n, square.data(), value.data(), slope.data());
        const double sign = (images.reflected[m] >> component & 1) ? -1 : 1;
        for (std::size_t i = 0; i < n; ++i)
          matrix(Eigen::Index(i), Eigen::Index(j)) += sign * profile.amplitude() * value[i];
      }
  });
  return matrix;
}
}  // namespace

void regress(const ParticleKernel &kernel, const PointMeasure &x, double ridge, std::vector<double> &field)
{
  const auto n = Eigen::Index(x.size());
  const Eigen::ArrayXd root = Eigen::Map<const Eigen::ArrayXd>(x.weights().data(), n).sqrt();
  if (!(root.minCoeff() > 0)) throw NumericalFailure("kernel ridge regression: a particle has no weight");
  Eigen::LLT<Eigen::MatrixXd> factor;
  for (unsigned d = 0; d < x.dim(); ++d) {
    if (d == 0 || kernel.at_walls()) {
      Eigen::MatrixXd matrix = matrix_of(kernel, x, d);
      matrix.array().colwise() *= root;
      matrix.array().rowwise() *= root.transpose();
      matrix.diagonal().array() += ridge;
      factor.compute(matrix);
      if (factor.info() != Eigen::Success)
        throw NumericalFailure(
            "kernel ridge regression: the matrix of the kernel with the ridge is not "
            "positive definite; a larger geometry/ridge");
    }
    Eigen::Map<Eigen::VectorXd> component(field.data() + d * x.size(), n);
    const Eigen::VectorXd right = root * component.array();
    component = factor.solve(right).array() / root;
  }
}

}  // namespace gammaflow
