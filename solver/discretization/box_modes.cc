#include <gammaflow/discretization/box_modes.h>
#include <gammaflow/discretization/tensor_product.h>

namespace gammaflow
{
namespace
{
// Work space of one transform; kept, because allocating it costs as much as the transform of a small box.
Eigen::VectorXd &work(int which, Eigen::Index size)
{
  static thread_local std::array<Eigen::VectorXd, 3> vectors;
  vectors[which].resize(size);
  return vectors[which];
}
}  // namespace

BoxModes::BoxModes(const TensorGrid &grid)
    : dim_(grid.dim), weights_(Eigen::Index(grid.size())), eigenvalues_(Eigen::Index(grid.size()))
{
  for (unsigned d = 0; d < dim_; ++d) {
    bases_.emplace_back(grid.direction[d]);
    sizes_[d] = grid.direction[d].size();
  }
  const auto &[x, y, z] = grid.direction;
  const auto value = [this](unsigned d, std::size_t i) {
    return d < dim_ ? bases_[d].values()[Eigen::Index(i)] : 0.;
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
  Eigen::VectorXd &folded = work(0, size()), &between = work(1, size());
  for (unsigned d = 0; d < dim_; ++d)  // what comes out may replace what went in, which is folded by then
    bases_[d].to_modes(sizes_, d, d == 0 ? x : between.data(), d + 1 == dim_ ? modes : between.data(),
                       folded.data());
}

void BoxModes::from_modes(const double *modes, double *x) const
{
  Eigen::VectorXd &folded = work(0, size()), &a = work(1, size()), &b = work(2, size());
  const double *in = modes;
  for (unsigned d = 0; d < dim_; ++d) {
    double *out = d + 1 == dim_ ? x : d == 0 ? a.data() : b.data();
    bases_[d].from_modes(sizes_, d, in, out, folded.data());
    in = out;
  }
}

Eigen::VectorXd BoxModes::diagonal(const Eigen::VectorXd &g) const
{
  Eigen::VectorXd a = g, b(size());
  for (unsigned d = 0; d < dim_; ++d) {
    multiply_direction(bases_[d].vectors().cwiseAbs2(), sizes_, d, a.data(), b.data());
    a.swap(b);
  }
  return a.cwiseProduct(weights_);
}

}  // namespace gammaflow
