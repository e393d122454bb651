// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/box/box_filter.h>
#include <gammaflow/spaces/box/box_laplacian.h>
#include <gammaflow/spaces/box/box_modes.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>
#include <gammaflow/spaces/lines/tensor_product.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
namespace
{
/// g(L) = B g(lambda) B^T M in the eigenvectors B.
class BoxSpectralOperator : public SpectralOperator
{
 public:
  BoxSpectralOperator(std::shared_ptr<const BoxModes> modes, unsigned dim, const SpectralFunction &function)
      : modes_(std::move(modes)), function_([g = function.g](double lambda) {
          return std::isinf(lambda) ? 0 : g(lambda);  // nodes that are held
        })
  {
    if (BoxFilter::serves(*modes_, dim))
      filter_.emplace(modes_, dim, function);
    else
      g_ = modes_->eigenvalues().unaryExpr(function_);
  }

  void apply(const Vector &x, Vector &y) const override
  {
    if (filter_) return filter_->apply(data(x), data(y));
    static thread_local Eigen::VectorXd coefficients;
    coefficients.resize(modes_->size());
    modes_->to_modes(data(x), coefficients.data());
    coefficients.array() *= g_.array();
    modes_->from_modes(coefficients.data(), data(y));
  }

  void diagonal(Vector &diagonal) const override
  {
    as_eigen(diagonal) = modes_->diagonal(modes_->eigenvalues().unaryExpr(function_));
  }
  double accuracy() const override { return 1e-12; }

 private:
  std::shared_ptr<const BoxModes> modes_;
  std::function<double(double)> function_;
  std::optional<BoxFilter> filter_;
  Eigen::VectorXd g_;  ///< in the order of the modes; with a filter it holds them
};

class BoxLaplacian : public LaplacianCalculus
{
 public:
  BoxLaplacian(const TensorGrid &grid, double memory_mib, const HeldSides &held = {})
      : grid_(grid), memory_mib_(memory_mib), held_sides_(held)
  {
    for (unsigned d = 0; d < grid.dim; ++d) {
      laplacian_[d] = Laplacian1D::shared(grid.direction[d]);
      sizes_[d] = grid.direction[d].size();
      for (const std::size_t first : laplacian_[d]->row_start)
        if (first < laplacian_[d]->values.size()) diagonal_[d].push_back(laplacian_[d]->values[first]);
    }
    for (unsigned d = grid.dim; d < 3; ++d) diagonal_[d] = {0.};
    find_held_nodes();
  }

  void laplacian(const Vector &x, Vector &y) const override
  {
    if (held_.empty()) return apply(x, y, [](std::size_t, std::size_t) {});
    Vector free = x;
    hold(free);
    apply(free, y, [](std::size_t, std::size_t) {});
    hold(y);
  }
  void laplacian_with(const Vector &x, Vector &y, const Visit &visit) const override
  {
    if (held_.empty()) return apply(x, y, visit);
    laplacian(x, y);
    visit(0, size(y));
  }

  void laplacian_diagonal(Vector &diagonal) const override
  {
    double *out = data(diagonal);
    for (const double z : diagonal_[2])
      for (const double y : diagonal_[1])
        for (const double x : diagonal_[0]) *out++ = x + y + z;
    hold(diagonal);
  }

  double largest_eigenvalue() const override
  {
    double sum = 0;
    for (unsigned d = 0; d < grid_.dim; ++d) sum += laplacian_[d]->largest_eigenvalue();
    return sum;
  }

  bool exact() const override { return true; }

  std::unique_ptr<SpectralOperator> prepare(const SpectralFunction &g) const override
  {
    // The eigenvectors of each direction and their even and odd halves, and the work space of the largest
    // decomposition.
    double doubles = 0, work = 0;
    for (unsigned d = 0; d < grid_.dim; ++d) {
      if (!held_sides_[d].any() && BoxModes::transformed(grid_.direction[d])) continue;
      const double square = double(sizes_[d]) * double(sizes_[d]);
      doubles += 1.5 * square;
      work = std::max(work, 3 * square);
    }
    const double mib = (doubles + work) * sizeof(double) / 1048576;
    if (mib > memory_mib_)
      throw InputError("function of the Laplacian, " + g.label, "",
                       "the eigenvectors of the directions would need " + std::to_string(long(mib)) +
                           " MiB, the limit (section 'memory', key 'limit') is " +
                           std::to_string(long(memory_mib_)) + " MiB",
                       "fewer nodes per direction, or a higher limit");
    std::call_once(modes_built_, [this] {
      modes_ = std::make_shared<const BoxModes>(grid_, BoxModes::Method::measured, held_sides_);
    });
    return std::make_unique<BoxSpectralOperator>(modes_, grid_.dim, g);
  }

 private:
  template <class Visitor>
  void apply(const Vector &x, Vector &y, const Visitor &visit) const
  {
    apply_sparse_sum({{laplacian_[0].get(), laplacian_[1].get(), laplacian_[2].get()}}, sizes_, data(x),
                     data(y), visit);
  }

  void find_held_nodes()
  {
    std::size_t node = 0;
    for (std::size_t k = 0; k < sizes_[2]; ++k)
      for (std::size_t j = 0; j < sizes_[1]; ++j)
        for (std::size_t i = 0; i < sizes_[0]; ++i, ++node)
          if (held_sides_[0].holds(i, sizes_[0]) || held_sides_[1].holds(j, sizes_[1]) ||
              held_sides_[2].holds(k, sizes_[2]))
            held_.push_back(node);
  }
  void hold(Vector &x) const
  {
    for (const std::size_t node : held_) data(x)[node] = 0;
  }

  TensorGrid grid_;
  double memory_mib_;
  HeldSides held_sides_;
  std::vector<std::size_t> held_;  ///< nodes
  std::array<std::size_t, 3> sizes_{{1, 1, 1}};
  std::array<std::shared_ptr<const Laplacian1D>, 3> laplacian_;
  std::array<std::vector<double>, 3> diagonal_;  ///< of them
  mutable std::once_flag modes_built_;
  mutable std::shared_ptr<const BoxModes> modes_;
};
}  // namespace

std::unique_ptr<LaplacianCalculus> make_box_laplacian(const TensorGrid &grid, const double memory_mib)
{
  return std::make_unique<BoxLaplacian>(grid, memory_mib);
}

std::unique_ptr<LaplacianCalculus> make_held_laplacian(const TensorGrid &grid, const double memory_mib,
                                                       const HeldSides &held)
{
  return std::make_unique<BoxLaplacian>(grid, memory_mib, held);
}

}  // namespace gammaflow
