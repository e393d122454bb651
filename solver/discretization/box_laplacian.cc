#include <gammaflow/core/eigen.h>
#include <gammaflow/core/errors.h>
#include <gammaflow/discretization/box_laplacian.h>
#include <gammaflow/discretization/laplacian_1d.h>
#include <gammaflow/discretization/tensor_product.h>

#include <algorithm>
#include <array>
#include <string>

namespace gammaflow
{
namespace
{
using Directions = std::array<std::shared_ptr<const Laplacian1D>, 3>;

/// The weights of all nodes, and the sizes of the directions.
struct Box {
  unsigned dim;
  std::array<std::size_t, 3> sizes{{1, 1, 1}};
  Directions laplacian;
  Eigen::VectorXd weights;
};

class BoxSpectralOperator : public SpectralOperator
{
 public:
  BoxSpectralOperator(std::shared_ptr<const Box> box, const SpectralFunction &function) : box_(std::move(box))
  {
    g_.resize(box_->weights.size());
    const auto lambda = [this](unsigned d, std::size_t i) {
      return d < box_->dim ? box_->laplacian[d]->eigenbasis().values[Eigen::Index(i)] : 0.;
    };
    Eigen::Index n = 0;
    for (std::size_t k = 0; k < box_->sizes[2]; ++k)
      for (std::size_t j = 0; j < box_->sizes[1]; ++j)
        for (std::size_t i = 0; i < box_->sizes[0]; ++i)
          g_[n++] = function.g(lambda(0, i) + lambda(1, j) + lambda(2, k));
  }

  /// y = B g(lambda) B^T M x
  void apply(const Vector &x, Vector &y) const override
  {
    static thread_local Eigen::VectorXd a, b;
    a.resize(g_.size());
    b.resize(g_.size());
    a = box_->weights.cwiseProduct(as_eigen(x));
    for (unsigned d = 0; d < box_->dim; ++d) {
      multiply_direction(box_->laplacian[d]->eigenbasis().vectors.transpose(), box_->sizes, d, a.data(),
                         b.data());
      a.swap(b);
    }
    a.array() *= g_.array();
    for (unsigned d = 0; d < box_->dim; ++d) {
      double *out = d + 1 == box_->dim ? data(y) : b.data();
      multiply_direction(box_->laplacian[d]->eigenbasis().vectors, box_->sizes, d, a.data(), out);
      a.swap(b);
    }
  }

  /// g(L)_ii = m_i sum_k B_ik^2 g(lambda_k)
  void diagonal(Vector &diagonal) const override
  {
    Eigen::VectorXd a = g_, b(g_.size());
    for (unsigned d = 0; d < box_->dim; ++d) {
      multiply_direction(box_->laplacian[d]->eigenbasis().vectors.cwiseAbs2(), box_->sizes, d, a.data(),
                         b.data());
      a.swap(b);
    }
    as_eigen(diagonal) = a.cwiseProduct(box_->weights);
  }

  double accuracy() const override { return 1e-12; }

 private:
  std::shared_ptr<const Box> box_;
  Eigen::VectorXd g_;
};

class BoxLaplacian : public LaplacianCalculus
{
 public:
  explicit BoxLaplacian(const TensorGrid &grid, double memory_mib) : memory_mib_(memory_mib)
  {
    auto box = std::make_shared<Box>();
    box->dim = grid.dim;
    for (unsigned d = 0; d < grid.dim; ++d) {
      box->laplacian[d] = Laplacian1D::shared(grid.direction[d]);
      box->sizes[d] = grid.direction[d].size();
    }
    const auto &[x, y, z] = grid.direction;
    box->weights.resize(Eigen::Index(grid.size()));
    Eigen::Index n = 0;
    for (const double wz : z.weights)
      for (const double wy : y.weights)
        for (const double wx : x.weights) box->weights[n++] = wx * wy * wz;
    box_ = box;
  }

  void laplacian(const Vector &x, Vector &y) const override
  {
    for (unsigned d = 0; d < box_->dim; ++d)
      add_sparse_direction(*box_->laplacian[d], box_->sizes, d, data(x), data(y), d > 0);
  }

  void laplacian_diagonal(Vector &diagonal) const override
  {
    double *out = data(diagonal);
    for (std::size_t k = 0; k < box_->sizes[2]; ++k)
      for (std::size_t j = 0; j < box_->sizes[1]; ++j)
        for (std::size_t i = 0; i < box_->sizes[0]; ++i) *out++ = entry(0, i) + entry(1, j) + entry(2, k);
  }

  double largest_eigenvalue() const override
  {
    double sum = 0;
    for (unsigned d = 0; d < box_->dim; ++d) sum += box_->laplacian[d]->largest_eigenvalue();
    return sum;
  }

  bool exact() const override { return true; }

  std::unique_ptr<SpectralOperator> prepare(const SpectralFunction &g) const override
  {
    // The eigenvectors of each direction, and the work space of the largest decomposition.
    double doubles = 0, work = 0;
    for (unsigned d = 0; d < box_->dim; ++d) {
      const double square = double(box_->sizes[d]) * double(box_->sizes[d]);
      doubles += square;
      work = std::max(work, 3 * square);
    }
    const double mib = (doubles + work) * sizeof(double) / 1048576;
    if (mib > memory_mib_)
      throw InputError("function of the Laplacian, " + g.label, "",
                       "the eigenvectors of the directions would need " + std::to_string(long(mib)) +
                           " MiB, the limit (section 'memory', key 'limit') is " +
                           std::to_string(long(memory_mib_)) + " MiB",
                       "fewer nodes per direction, or a higher limit");
    return std::make_unique<BoxSpectralOperator>(box_, g);
  }

 private:
  double entry(unsigned d, std::size_t i) const
  {
    return d < box_->dim ? box_->laplacian[d]->values[box_->laplacian[d]->row_start[i]] : 0.;
  }

  std::shared_ptr<const Box> box_;
  double memory_mib_;
};
}  // namespace

std::unique_ptr<LaplacianCalculus> make_box_laplacian(const TensorGrid &grid, const double memory_mib)
{
  return std::make_unique<BoxLaplacian>(grid, memory_mib);
}

}  // namespace gammaflow
