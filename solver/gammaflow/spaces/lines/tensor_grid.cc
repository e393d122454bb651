// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/tensor_grid.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Cell lengths in geometric progression, the last one `grading` times the first.
std::vector<double> graded_vertices(double lower, double upper, std::size_t cells, double grading)
{
  std::vector<double> vertices(cells + 1);
  const double q = cells > 1 ? std::pow(grading, 1. / double(cells - 1)) : 1.;
  for (std::size_t i = 0; i <= cells; ++i) {
    // (q^i - 1) / (q^n - 1), which is i/n for q = 1
    const double log_q = std::log(q);
    const double fraction = std::abs(log_q) < 1e-14
                                ? double(i) / double(cells)
                                : std::expm1(log_q * double(i)) / std::expm1(log_q * double(cells));
    vertices[i] = lower + (upper - lower) * fraction;
  }
  vertices.front() = lower;
  vertices.back() = upper;
  return vertices;
}
}  // namespace

Grid1D Grid1D::build(const double lower, const double upper, const std::size_t cells, const double grading,
                     const unsigned degree, const bool periodic, const unsigned level)
{
  Grid1D grid;
  grid.lower = lower;
  grid.upper = upper;
  grid.periodic = periodic;
  grid.uniform = grading == 1. || cells == 1;
  if (grid.uniform)
    grid.vertices = graded_vertices(lower, upper, cells << level, 1.);
  else {
    grid.vertices = graded_vertices(lower, upper, cells, grading);
    for (unsigned l = 0; l < level; ++l) {
      std::vector<double> finer;
      for (std::size_t i = 0; i + 1 < grid.vertices.size(); ++i) {
        finer.push_back(grid.vertices[i]);
        finer.push_back((grid.vertices[i] + grid.vertices[i + 1]) / 2);
      }
      finer.push_back(grid.vertices.back());
      grid.vertices.swap(finer);
    }
  }
  return grid.with_degree(degree);
}

Grid1D Grid1D::with_degree(const unsigned other) const
{
  Grid1D grid = *this;
  grid.degree = other;
  const GaussLobatto reference(other);
  const std::size_t n = cells() * other;
  grid.nodes.assign(periodic ? n : n + 1, 0.);
  grid.weights.assign(grid.nodes.size(), 0.);
  for (std::size_t c = 0; c < cells(); ++c) {
    const double length = vertices[c + 1] - vertices[c];
    for (unsigned i = 0; i <= other; ++i) {
      const std::size_t node = grid.node(c, i);
      grid.weights[node] += length * reference.weights()[i];
      if (i == 0)
        grid.nodes[node] = vertices[c];
      else if (i < other)
        grid.nodes[node] = vertices[c] + length * reference.points()[i];
      else if (c + 1 == cells() && !periodic)
        grid.nodes[node] = upper;
    }
  }
  return grid;
}

std::size_t Grid1D::cell_of(const double x) const
{
  const auto above = std::upper_bound(vertices.begin(), vertices.end(), x);
  const std::size_t cell = std::size_t(above - vertices.begin());
  return std::min(std::max(cell, std::size_t(1)), cells()) - 1;
}

bool Grid1D::symmetric() const
{
  const double round_off = 8e-16 * (std::abs(lower) + std::abs(upper) + (upper - lower));
  for (std::size_t i = 0; i <= cells() / 2; ++i)
    if (std::abs((vertices[i] - lower) - (upper - vertices[cells() - i])) > round_off) return false;
  return true;
}

double Grid1D::spacing() const
{
  double largest = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    const double next = i + 1 < size() ? nodes[i + 1] : (periodic ? upper : nodes[i]);
    largest = std::max(largest, next - nodes[i]);
  }
  return largest;
}

bool Grid1D::operator==(const Grid1D &other) const
{
  return degree == other.degree && periodic == other.periodic && vertices == other.vertices;
}

Grid1D Grid1D::single_node()
{
  Grid1D grid;
  grid.lower = grid.upper = 0;
  grid.vertices = {0.};
  grid.nodes = {0.};
  grid.weights = {1.};
  return grid;
}

}  // namespace gammaflow
