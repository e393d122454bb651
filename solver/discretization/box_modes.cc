#include <gammaflow/discretization/box_modes.h>
#include <gammaflow/discretization/tensor_product.h>

namespace gammaflow
{
namespace
{
// Work space of one transform; kept, because allocating it costs as much as the transform of a small box.
Eigen::VectorXd &work(int which, Eigen::Index size)
{
  static thread_local std::array<Eigen::VectorXd, 2> vectors;
  vectors[which].resize(size);
  return vectors[which];
}
}  // namespace

BoxModes::BoxModes(const TensorGrid &grid)
    : dim_(grid.dim), weights_(Eigen::Index(grid.size())), eigenvalues_(Eigen::Index(grid.size()))
{
  for (unsigned d = 0; d < dim_; ++d) {
    laplacian_[d] = Laplacian1D::shared(grid.direction[d]);
    sizes_[d] = grid.direction[d].size();
  }
  const auto &[x, y, z] = grid.direction;
  const auto value = [this](unsigned d, std::size_t i) {
    return d < dim_ ? basis(d).values[Eigen::Index(i)] : 0.;
  };
  Eigen::Index n = 0;
  for (std::size_t k = 0; k < sizes_[2]; ++k)
    for (std::size_t j = 0; j < sizes_[1]; ++j)
      for (std::size_t i = 0; i < sizes_[0]; ++i) {
        weights_[n] = x.weights[i] * y.weights[j] * z.weights[k];
        eigenvalues_[n++] = value(0, i) + value(1, j) + value(2, k);
      }
}

void BoxModes::to_modes(const double *x, double *modes) const
{
  Eigen::VectorXd &a = work(0, size()), &b = work(1, size());
  a = weights_.cwiseProduct(Eigen::Map<const Eigen::VectorXd>(x, size()));
  for (unsigned d = 0; d < dim_; ++d) {
    double *out = d + 1 == dim_ ? modes : b.data();
    multiply_direction(basis(d).vectors.transpose(), sizes_, d, a.data(), out);
    a.swap(b);
  }
}

void BoxModes::from_modes(const double *modes, double *x) const
{
  Eigen::VectorXd &a = work(0, size()), &b = work(1, size());
  const double *in = modes;
  for (unsigned d = 0; d < dim_; ++d) {
    double *out = d + 1 == dim_ ? x : b.data();
    multiply_direction(basis(d).vectors, sizes_, d, in, out);
    a.swap(b);
    in = a.data();
  }
}

Eigen::VectorXd BoxModes::diagonal(const Eigen::VectorXd &g) const
{
  Eigen::VectorXd a = g, b(size());
  for (unsigned d = 0; d < dim_; ++d) {
    multiply_direction(basis(d).vectors.cwiseAbs2(), sizes_, d, a.data(), b.data());
    a.swap(b);
  }
  return a.cwiseProduct(weights_);
}

}  // namespace gammaflow
