// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/absolute_integral.h>
#include <gammaflow/comparison/distances/cell_extremes.h>
#include <gammaflow/spaces/inspection/cell_values.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double lines_of_a_mesh = 1e6, lines_in_space = 1e5;  ///< in 2D, and in 3D

/// The cells in which u may change its sign, by their Bernstein coefficients.
class CellsWithKinks
{
 public:
  CellsWithKinks(const Space &space, const Vector &u)
      : dim_(space.dim()),
        n_(space.degree() + 1),
        bernstein_(Bernstein::shared(space.degree())),
        weights_(GaussLobatto::shared(space.degree()).weights())
  {
    for (unsigned d = 0; d < dim_; ++d) size_ *= n_;
    std::vector<double> p(size_);
    for_each_cell(space, u, [&](const CellValues &cell) {
      p.assign(cell.values, cell.values + size_);
      bernstein_.from_nodal(dim_, p);
      if (proven_sign(p) != 0) return;
      std::vector<double> v = cell.volumes();
      at_nodes_ += by_nodes(cell.values, v);
      if (v.size() > 1) bernstein_.from_nodal(dim_, v);
      cells_.push_back({p, v});
    });
  }

  struct Cell {
    std::vector<double> p, v;
  };
  const std::vector<Cell> &cells() const { return cells_; }
  /// Of |u| in these cells, by their nodes.
  double at_nodes() const { return at_nodes_; }

 private:
  double by_nodes(const double *p, const std::vector<double> &v) const
  {
    double sum = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      double weight = v.size() == 1 ? v[0] : v[i];
      for (std::size_t d = 0, rest = i; d < dim_; ++d, rest /= n_) weight *= weights_[rest % n_];
      sum += weight * std::abs(p[i]);
    }
    return sum;
  }

  const unsigned dim_;
  const std::size_t n_;
  const Bernstein &bernstein_;
  const std::vector<double> &weights_;
  std::size_t size_ = 1;
  std::vector<Cell> cells_;
  double at_nodes_ = 0;
};
}  // namespace

double integral_of_absolute(const Space &space, const Vector &u, double *error)
{
  if (error != nullptr) *error = 0;
  const double *w = data(space.weights());
  double own = 0;
  for (std::size_t i = 0; i < size(u); ++i) own += w[i] * std::abs(data(u)[i]);
  const double by_nodes = space.sum(own);
  if (!(by_nodes > 0) || !std::isfinite(by_nodes)) return by_nodes;

  const unsigned dim = space.dim(), n = space.degree() + 1;
  const CellsWithKinks kinks(space, u);
  const double number = std::max(1., space.sum(double(kinks.cells().size())));
  const AbsoluteIntegral integral(space.degree());
  const double lines = (dim == 3 ? lines_in_space : lines_of_a_mesh) / number / std::pow(n, dim - 1),
               relative = dim == 3 ? 1e-4 : 1e-8;
  const unsigned depth = dim == 1 ? 0 : unsigned(std::clamp(std::log2(std::max(1., lines)), 0., 12.));
  double exactly = 0, unknown = 0;
  for (const auto &cell : kinks.cells()) {
    const auto part = integral.of(dim, cell.p, cell.v, depth, relative * by_nodes / number);
    exactly += part.value;
    unknown += part.error;
  }
  unknown = space.sum(unknown);
  if (error != nullptr) *error = unknown;
  return std::max(0., by_nodes + space.sum(exactly - kinks.at_nodes()));
}

}  // namespace gammaflow
