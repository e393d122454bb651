// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/measures/density_points.h>
#include <gammaflow/measures/line_density.h>
#include <gammaflow/spaces/by_logarithm.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <sstream>

namespace gammaflow
{
namespace
{
Vector between_nodes(const Space &space, const Space &other, const Vector &u)
{
  const bool positive = std::all_of(u.begin(), u.end(), [](double value) { return value > 0; });
  Vector result =
      by_logarithm(u, positive, other, [&](const Vector &v, Vector &r) { other.interpolate(space, v, r); });
  if (!positive)
    for (double &value : result) value = std::max(value, 0.);
  return result;
}
}  // namespace

PointMeasure points_of_density(const Space &space, const Vector &u)
{
  const unsigned dim = space.dim();
  std::vector<std::size_t> kept;
  double mass = 0;
  for (std::size_t i = 0; i < space.n_nodes(); ++i) {
    const double m = data(space.weights())[i] * data(u)[i];
    if (!(m >= 0)) {
      std::ostringstream message;
      message << "a density has the value " << data(u)[i] << " at x =";
      for (unsigned d = 0; d < dim; ++d) message << (d ? ", " : " ") << space.nodes()[i][d];
      throw NumericalFailure(message.str());
    }
    mass += m;
    if (m > 0) kept.push_back(i);
  }
  if (!(mass > 0)) throw NumericalFailure("a density has no mass");
  std::vector<double> coordinates, weights;
  for (unsigned d = 0; d < dim; ++d)
    for (const std::size_t i : kept) coordinates.push_back(space.nodes()[i][d]);
  for (const std::size_t i : kept) weights.push_back(data(space.weights())[i] * data(u)[i] / mass);
  return {dim, std::move(coordinates), std::move(weights), "a density"};
}

PointMeasure points_between_nodes(const Space &space, const Vector &u)
{
  const auto other = space.between_nodes();
  return points_of_density(*other, between_nodes(space, *other, u));
}

class DensitySampler::Line
{
 public:
  Line(const Grid1D &grid, const Vector &u) : density_(grid, {data(u), data(u) + grid.size()}) {}
  PointMeasure draw(std::size_t n, std::mt19937_64 &random) const
  {
    std::uniform_real_distribution<double> uniform(0, 1);
    std::vector<double> x(n);
    for (double &value : x) value = density_.quantile(uniform(random));
    return {1, std::move(x)};
  }

 private:
  LineDensity density_;
};

class DensitySampler::Cells
{
 public:
  Cells(const std::shared_ptr<const Space> &space, const Vector &u)
      : space_(space), mesh_(space->node_mesh()), u_(u)
  {
    const std::size_t points = mesh_.points.size(), corners = std::size_t(1) << space->dim();
    value_.resize(points);
    for (std::size_t k = 0; k < points; ++k)
      value_[k] = mesh_.hanging.hangs(k) ? mesh_.hanging.value(data(u), k) : data(u)[mesh_.node[k]];
    for (double &value : value_) value = std::max(value, 0.);
    if (const TensorGrid *grid = space->tensor_grid())
      for (unsigned d = 0; d < space->dim(); ++d) reference_.emplace_back(grid->direction[d].degree);
    double sum = 0;
    for (std::size_t c = 0; c < mesh_.corners.size() / corners; ++c) {
      double value = 0, stretched = 0;
      for (std::size_t k = 0; k < corners; ++k) {
        value = std::max(value, value_[corner(c, k)]);
        stretched = std::max(stretched, stretch(c, vertex(k)));
      }
      // a polynomial between its nodes may be more than at these
      highest_.push_back((reference_.empty() ? 1 : 1.5) * value * stretched);
      sum += highest_.back();
      until_.push_back(sum);
    }
  }

  PointMeasure draw(std::size_t n, std::mt19937_64 &random) const
  {
    const unsigned dim = space_->dim();
    std::uniform_real_distribution<double> uniform(0, 1);
    std::vector<double> x(n * dim);
    for (std::size_t i = 0; i < n; ++i) {
      const Point p = one(random, uniform);
      for (unsigned d = 0; d < dim; ++d) x[d * n + i] = p[d];
    }
    return {dim, std::move(x)};
  }

 private:
  std::size_t corner(std::size_t cell, std::size_t k) const
  {
    return mesh_.corners[(cell << space_->dim()) + k];
  }
  static Point vertex(std::size_t k) { return {{double(k & 1), double(k >> 1 & 1), double(k >> 2 & 1)}}; }
  double shape(std::size_t k, const Point &t) const
  {
    double product = 1;
    for (unsigned d = 0; d < space_->dim(); ++d) product *= (k >> d & 1) != 0 ? t[d] : 1 - t[d];
    return product;
  }
  Point place(std::size_t cell, const Point &t) const
  {
    Point x{};
    for (std::size_t k = 0; k < (std::size_t(1) << space_->dim()); ++k) {
      const double here = shape(k, t);
      for (unsigned d = 0; d < space_->dim(); ++d) x[d] += here * mesh_.points[corner(cell, k)][d];
    }
    return x;
  }
  /// |det| of the derivative of place().
  double stretch(std::size_t cell, const Point &t) const
  {
    const unsigned dim = space_->dim();
    double j[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (unsigned e = 0; e < dim; ++e) {
      Point low = t, high = t;
      low[e] = 0;
      high[e] = 1;
      const Point a = place(cell, low), b = place(cell, high);
      for (unsigned d = 0; d < dim; ++d) j[d][e] = b[d] - a[d];
    }
    return std::abs(j[0][0] * (j[1][1] * j[2][2] - j[1][2] * j[2][1]) -
                    j[0][1] * (j[1][0] * j[2][2] - j[1][2] * j[2][0]) +
                    j[0][2] * (j[1][0] * j[2][1] - j[1][1] * j[2][0]));
  }
  /// On boxes the polynomial of the cell; elsewhere multilinear between the nodes.
  double value(std::size_t cell, const Point &t, const Point &x) const
  {
    double sum = 0;
    if (reference_.empty()) {
      for (std::size_t k = 0; k < (std::size_t(1) << space_->dim()); ++k)
        sum += shape(k, t) * value_[corner(cell, k)];
      return sum;
    }
    const TensorGrid &grid = *space_->tensor_grid();
    std::array<std::array<double, 32>, 3> l;
    std::array<std::size_t, 3> at{};
    std::array<unsigned, 3> width{{1, 1, 1}};
    for (auto &direction : l) direction[0] = 1;
    for (unsigned d = 0; d < space_->dim(); ++d) {
      const Grid1D &line = grid.direction[d];
      at[d] = line.cell_of(x[d]);
      width[d] = line.degree + 1;
      reference_[d].values((x[d] - line.vertices[at[d]]) / (line.vertices[at[d] + 1] - line.vertices[at[d]]),
                           l[d].data());
    }
    const auto node = [&](unsigned d, unsigned i) {
      return d < space_->dim() ? grid.direction[d].node(at[d], i) : std::size_t(0);
    };
    const std::size_t nx = grid.direction[0].size(), ny = grid.direction[1].size();
    for (unsigned k = 0; k < width[2]; ++k)
      for (unsigned j = 0; j < width[1]; ++j) {
        const double *row = data(u_) + nx * (node(1, j) + ny * node(2, k));
        double along = 0;
        for (unsigned i = 0; i < width[0]; ++i) along += l[0][i] * row[node(0, i)];
        sum += l[2][k] * l[1][j] * along;
      }
    return sum;
  }
  Point one(std::mt19937_64 &random, std::uniform_real_distribution<double> &uniform) const
  {
    for (;;) {
      const auto after = std::upper_bound(until_.begin(), until_.end() - 1, uniform(random) * until_.back());
      const auto cell = std::size_t(after - until_.begin());
      Point t{};
      for (unsigned d = 0; d < space_->dim(); ++d) t[d] = uniform(random);
      const Point x = place(cell, t);
      if (uniform(random) * highest_[cell] <= value(cell, t, x) * stretch(cell, t)) return x;
    }
  }

  std::shared_ptr<const Space> space_;
  NodeMesh mesh_;
  Vector u_;
  std::vector<GaussLobatto> reference_;
  std::vector<double> value_, until_, highest_;
};

DensitySampler::DensitySampler(std::shared_ptr<const Space> space, const Vector &u)
{
  const TensorGrid *grid = space->tensor_grid();
  if (space->dim() == 1 && grid != nullptr && !space->periodic(0))
    line_ = std::make_unique<Line>(grid->direction[0], u);
  else
    cells_ = std::make_unique<Cells>(space, u);
}

DensitySampler::~DensitySampler() = default;

PointMeasure DensitySampler::draw(std::size_t n, unsigned long seed) const
{
  std::mt19937_64 random(seed);
  return line_ ? line_->draw(n, random) : cells_->draw(n, random);
}

}  // namespace gammaflow
