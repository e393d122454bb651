// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/cell_extremes.h>
#include <gammaflow/spaces/inspection/cell_values.h>
#include <gammaflow/spaces/lines/bernstein.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
double largest_coefficient(const std::vector<double> &c)
{
  double largest = 0;
  for (const double value : c) largest = std::max(largest, std::abs(value));
  return largest;
}

/// Raises what was found by what is in one cell.
class Search
{
 public:
  Search(unsigned dim, unsigned degree, double found)
      : dim_(dim), n_(degree + 1), bernstein_(Bernstein::shared(degree)), found_(found)
  {
    // Corners of the tensor of coefficients: there these are values.
    for (unsigned corner = 0; corner < (1u << dim); ++corner) {
      std::size_t at = 0, stride = 1;
      for (unsigned d = 0; d < dim; ++d, stride *= n_) at += (corner >> d & 1) * (n_ - 1) * stride;
      corners_.push_back(at);
    }
  }

  void in_cell(std::vector<double> c)
  {
    bernstein_.from_nodal(dim_, c);
    look(std::move(c), 0);
  }
  double found() const { return found_; }

 private:
  void look(std::vector<double> c, unsigned depth)
  {
    for (const std::size_t corner : corners_) found_ = std::max(found_, std::abs(c[corner]));
    if (largest_coefficient(c) <= found_ * (1 + (dim_ == 1 ? 1e-10 : 1e-8)) || depth >= 24 * dim_ ||
        halvings_ == 0)
      return;
    --halvings_;
    std::vector<double> upper = bernstein_.split(depth % dim_, c);
    if (largest_coefficient(upper) > largest_coefficient(c)) std::swap(upper, c);
    look(std::move(c), depth + 1);
    look(std::move(upper), depth + 1);
  }

  const unsigned dim_;
  const std::size_t n_;
  const Bernstein &bernstein_;
  double found_;
  unsigned halvings_ = 1000000;
  std::vector<std::size_t> corners_;
};
}  // namespace

double maximum_of_absolute(const Space &space, const Vector &u)
{
  double own = 0;
  for (std::size_t i = 0; i < size(u); ++i) {
    const double value = std::abs(data(u)[i]);
    if (!(value <= own) && !std::isnan(own)) own = value;
  }
  const double at_nodes = space.maximum(own);
  if (!(at_nodes > 0) || !std::isfinite(at_nodes)) return at_nodes;
  std::size_t nodes_of_cell = 1;
  for (unsigned d = 0; d < space.dim(); ++d) nodes_of_cell *= space.degree() + 1;
  Search search(space.dim(), space.degree(), at_nodes);
  for_each_cell(space, u, [&](const CellValues &cell) {
    search.in_cell({cell.values, cell.values + nodes_of_cell});
  });
  return space.maximum(search.found());
}

}  // namespace gammaflow
