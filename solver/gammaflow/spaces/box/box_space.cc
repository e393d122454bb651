// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_gradients.h>
#include <gammaflow/spaces/box/box_laplacian.h>
#include <gammaflow/spaces/box/box_space.h>
#include <gammaflow/spaces/lines/lagrange_interpolation.h>
#include <gammaflow/spaces/walls.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace gammaflow
{
BoxSpace::BoxSpace(TensorGrid grid, const unsigned level, const double memory_mib)
    : grid_(std::move(grid)), memory_mib_(memory_mib)
{
  dim_ = grid_.dim;
  degree_ = grid_.direction[0].degree;
  level_ = level;
  volume_ = 1;
  for (unsigned d = 0; d < dim_; ++d) {
    const Grid1D &g = grid_.direction[d];
    lower_[d] = g.lower;
    upper_[d] = g.upper;
    periodic_[d] = g.periodic;
    volume_ *= g.upper - g.lower;
    spacing_ = std::max(spacing_, g.spacing());
  }

  const auto &[x, y, z] = grid_.direction;
  nodes_.reserve(grid_.size());
  weights_.reinit(static_cast<dealii::types::global_dof_index>(grid_.size()));
  double *w = data(weights_);
  for (std::size_t k = 0; k < z.size(); ++k)
    for (std::size_t j = 0; j < y.size(); ++j)
      for (std::size_t i = 0; i < x.size(); ++i) {
        nodes_.push_back({{x.nodes[i], y.nodes[j], z.nodes[k]}});
        *w++ = x.weights[i] * y.weights[j] * z.weights[k];
      }
}

const LaplacianCalculus &BoxSpace::laplacian() const
{
  std::call_once(laplacian_built_, [this] { laplacian_ = make_box_laplacian(grid_, memory_mib_); });
  return *laplacian_;
}

const GradientCalculus &BoxSpace::gradients() const
{
  std::call_once(gradients_built_, [this] { gradients_ = std::make_unique<BoxGradients>(grid_); });
  return *gradients_;
}

std::shared_ptr<const Space> BoxSpace::with_degree(const unsigned degree) const
{
  TensorGrid grid = grid_;
  for (unsigned d = 0; d < dim_; ++d) grid.direction[d] = grid_.direction[d].with_degree(degree);
  return std::make_shared<BoxSpace>(std::move(grid), level_, memory_mib_);
}

void BoxSpace::interpolate(const Space &coarser, const Vector &u, Vector &out) const
{
  const TensorGrid *from = coarser.tensor_grid();
  if (from == nullptr || from->dim != dim_ || coarser.lower() != lower() || coarser.upper() != upper())
    throw InputError("interpolation to " + description(), coarser.description(),
                     "the two spaces are not boxes with the same corners", "");
  std::vector<double> values(data(u), data(u) + size(u));
  std::array<std::size_t, 3> sizes{
      {from->direction[0].size(), from->direction[1].size(), from->direction[2].size()}};
  for (unsigned d = 0; d < dim_; ++d) {
    const LagrangeInterpolation interpolation(from->direction[d], grid_.direction[d].nodes);
    const std::size_t lower_size = d == 0 ? 1 : (d == 1 ? sizes[0] : sizes[0] * sizes[1]);
    values = interpolate_direction(interpolation, lower_size, sizes[d], values.size() / lower_size / sizes[d],
                                   values);
    sizes[d] = grid_.direction[d].size();
  }
  out.reinit(weights_, true);
  std::copy(values.begin(), values.end(), data(out));
}

double BoxSpace::evaluate(const Vector &u, const Point &x) const
{
  std::array<std::vector<std::size_t>, 3> nodes;
  std::array<std::vector<double>, 3> values;
  for (unsigned d = 0; d < 3; ++d) {
    const Grid1D &g = grid_.direction[d];
    const double length = g.upper - g.lower;
    double at = d < dim_ ? x[d] : g.lower;
    if (g.periodic)
      at -= length * std::floor((at - g.lower) / length);
    else if (!(at >= g.lower - 1e-10 * length && at <= g.upper + 1e-10 * length))
      throw InputError("evaluation in " + description(), std::to_string(x[d]),
                       "the point lies outside the domain in direction " + std::string(1, "xyz"[d]),
                       "[" + std::to_string(g.lower) + ", " + std::to_string(g.upper) + "]");
    LagrangeInterpolation interpolation(g, {at});
    nodes[d] = std::move(interpolation.nodes);
    values[d] = std::move(interpolation.values);
  }
  const std::size_t nx = grid_.direction[0].size(), ny = grid_.direction[1].size();
  double sum = 0;
  for (std::size_t k = 0; k < nodes[2].size(); ++k)
    for (std::size_t j = 0; j < nodes[1].size(); ++j)
      for (std::size_t i = 0; i < nodes[0].size(); ++i)
        sum += values[0][i] * values[1][j] * values[2][k] *
               data(u)[nodes[0][i] + nx * (nodes[1][j] + ny * nodes[2][k])];
  return sum;
}

std::string BoxSpace::description() const
{
  std::ostringstream out;
  out << "box " << dim_ << "D, ";
  for (unsigned d = 0; d < dim_; ++d) out << (d ? " x " : "") << grid_.direction[d].cells();
  out << " cells, degree " << degree_ << ", " << n_nodes() << " nodes, " << boundary_words(*this);
  return out.str();
}

}  // namespace gammaflow
