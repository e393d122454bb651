// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/box/box_gradients.h>
#include <gammaflow/spaces/cells/front_cells.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
/// One direction of y = M^-1 A(m) x, or y += it: `lower` lines side by side, whose nodes are `lower` apart.
/// `chunk` lines at a time keep the work of a cell in cache.
class Sweep
{
 public:
  Sweep(const Grid1D &grid, const GaussLobatto &reference, const std::vector<double> &inverse_weights)
      : grid_(grid),
        reference_(reference),
        p_(reference.degree()),
        inverse_weights_(inverse_weights),
        flux_((p_ + 1) * chunk)
  {
  }

  /// A line of neighbouring nodes, or one cell of `lower` lines side by side.
  void line(const double *m, const double *x, double *y) const { (this->*line_of_degree[p_ - 1])(m, x, y); }
  void cell(std::size_t c, std::size_t lower, const double *m, const double *x, double *y)
  {
    for (std::size_t first = 0; first < lower; first += chunk) {
      const std::size_t n = std::min(chunk, lower - first);
      if (p_ == 1)
        linear_cell(c, lower, n, m + first, x + first, y + first);
      else
        cell_of_lines(c, lower, n, m + first, x + first, y + first);
    }
  }

 private:
  static constexpr std::size_t chunk = 128;

  void cell_of_lines(std::size_t c, std::size_t stride, std::size_t n, const double *m, const double *x,
                     double *y)
  {
    const auto &D = reference_.derivative();
    const double h = grid_.vertices[c + 1] - grid_.vertices[c];
    for (unsigned q = 0; q <= p_; ++q) {
      double *flux = &flux_[q * chunk];
      std::fill(flux, flux + n, 0.);
      for (unsigned r = 0; r <= p_; ++r) {
        const double derivative = D(q, r);
        const double *in = x + grid_.node(c, r) * stride;
        for (std::size_t l = 0; l < n; ++l) flux[l] += derivative * in[l];
      }
      const double weight = reference_.weights()[q] / h;
      const double *mobility = m + grid_.node(c, q) * stride;
      for (std::size_t l = 0; l < n; ++l) flux[l] *= weight * mobility[l];
    }
    for (unsigned i = 0; i <= p_; ++i) {
      const std::size_t node = grid_.node(c, i);
      double *out = y + node * stride;
      for (unsigned q = 0; q <= p_; ++q) {
        const double derivative = D(q, i) * inverse_weights_[node];
        const double *flux = &flux_[q * chunk];
        for (std::size_t l = 0; l < n; ++l) out[l] += derivative * flux[l];
      }
    }
  }

  /// Degree 1: the slope is constant on a cell, the mobility the mean of both ends.
  void linear_cell(std::size_t c, std::size_t stride, std::size_t n, const double *m, const double *x,
                   double *y) const
  {
    const std::size_t left = grid_.node(c, 0), right = grid_.node(c, 1);
    const double weight = reference_.weights()[0] / (grid_.vertices[c + 1] - grid_.vertices[c]),
                 out_left = weight * inverse_weights_[left], out_right = weight * inverse_weights_[right];
    const double *x0 = x + left * stride, *x1 = x + right * stride;
    const double *m0 = m + left * stride, *m1 = m + right * stride;
    double *__restrict y0 = y + left * stride, *__restrict y1 = y + right * stride;
    for (std::size_t l = 0; l < n; ++l) {
      const double flux = (m0[l] + m1[l]) * (x1[l] - x0[l]);
      y0[l] -= out_left * flux;
      y1[l] += out_right * flux;
    }
  }

  /// One line of neighbouring numbers, with the number n of nodes of a cell known to the compiler.
  template <unsigned n>
  void line_of(const double *m, const double *x, double *y) const
  {
    std::array<std::array<double, n>, n> D;
    std::array<double, n> w, in, flux;
    for (unsigned q = 0; q < n; ++q) {
      w[q] = reference_.weights()[q];
      for (unsigned r = 0; r < n; ++r) D[q][r] = reference_.derivative()(q, r);
    }
    const std::size_t size = grid_.size();
    double carried = 0;  // what the cell before adds at the common vertex
    for (std::size_t c = 0; c < grid_.cells(); ++c) {
      const double h = grid_.vertices[c + 1] - grid_.vertices[c];
      const std::size_t first = c * (n - 1), last = first + n - 1 < size ? first + n - 1 : 0;
      const auto node = [&](unsigned i) { return i + 1 < n ? first + i : last; };
      for (unsigned r = 0; r < n; ++r) in[r] = x[node(r)];
      for (unsigned q = 0; q < n; ++q) {
        double slope = 0;
        for (unsigned r = 0; r < n; ++r) slope += D[q][r] * in[r];
        flux[q] = slope * w[q] / h * m[node(q)];
      }
      for (unsigned i = 0; i < n; ++i) {
        double sum = 0;
        for (unsigned q = 0; q < n; ++q) sum += D[q][i] * flux[q];
        if (i == 0) sum += carried;
        if (i + 1 < n)
          y[first + i] += sum * inverse_weights_[first + i];
        else
          carried = sum;
      }
    }
    const std::size_t last = grid_.node(grid_.cells() - 1, n - 1);
    y[last] += carried * inverse_weights_[last];
  }

  using Line = void (Sweep::*)(const double *m, const double *x, double *y) const;
  static constexpr std::array<Line, 8> line_of_degree = {
      {&Sweep::line_of<2>, &Sweep::line_of<3>, &Sweep::line_of<4>, &Sweep::line_of<5>, &Sweep::line_of<6>,
       &Sweep::line_of<7>, &Sweep::line_of<8>, &Sweep::line_of<9>}};

  const Grid1D &grid_;
  const GaussLobatto &reference_;
  const unsigned p_;
  const std::vector<double> &inverse_weights_;
  std::vector<double> flux_;
};
}  // namespace

BoxGradients::BoxGradients(const TensorGrid &grid) : grid_(grid), reference_(grid.direction[0].degree)
{
  for (unsigned d = 0; d < grid.dim; ++d) {
    sizes_[d] = grid.direction[d].size();
    for (const double weight : grid.direction[d].weights) inverse_weights_[d].push_back(1 / weight);
  }
  strides_ = {{1, sizes_[0], sizes_[0] * sizes_[1]}};
}

template <class Visit>
void BoxGradients::for_all_lines(const Visit &visit) const
{
  for (unsigned d = 0; d < grid_.dim; ++d) {
    const unsigned first = d == 0 ? 1 : 0, second = d == 2 ? 1 : 2;  // the directions across
    for (std::size_t j = 0; j < sizes_[second]; ++j)
      for (std::size_t i = 0; i < sizes_[first]; ++i)
        visit(d, i * strides_[first] + j * strides_[second], strides_[d],
              grid_.direction[first].weights[i] * grid_.direction[second].weights[j]);
  }
}

/// w_q/h of a cell: its quadrature weight w_q h, and 1/h for each of two derivatives.
double BoxGradients::weight_over_length(const Grid1D &g, std::size_t cell, unsigned q) const
{
  return reference_.weights()[q] / (g.vertices[cell + 1] - g.vertices[cell]);
}

void BoxGradients::apply(const Vector &m, const Vector &x, Vector &y) const
{
  std::vector<Sweep> sweeps;
  for (unsigned d = 0; d < grid_.dim; ++d)
    sweeps.emplace_back(grid_.direction[d], reference_, inverse_weights_[d]);
  // Layer by layer of the last direction, all directions: what one layer needs is read from memory once.
  const std::function<void(unsigned, std::size_t, bool)> add = [&](unsigned d, std::size_t at, bool clear) {
    const Grid1D &g = grid_.direction[d];
    const std::size_t stride = strides_[d];
    const auto cleared = [&](std::size_t layer) {
      if (clear) std::fill_n(data(y) + at + layer * stride, stride, 0.);
    };
    if (d == 0) {
      if (clear) std::fill_n(data(y) + at, g.size(), 0.);
      return sweeps[0].line(data(m) + at, data(x) + at, data(y) + at);
    }
    cleared(0);
    for (std::size_t c = 0; c < g.cells(); ++c) {
      for (unsigned i = 1; i <= g.degree; ++i)
        if (const std::size_t layer = g.node(c, i); layer > 0) cleared(layer);
      for (unsigned i = 0; i < g.degree; ++i) add(d - 1, at + g.node(c, i) * stride, false);
      if (c + 1 == g.cells() && !g.periodic) add(d - 1, at + g.node(c, g.degree) * stride, false);
      sweeps[d].cell(c, stride, data(m) + at, data(x) + at, data(y) + at);
    }
  };
  add(grid_.dim - 1, 0, true);
}

template <class Visit>
void BoxGradients::steep_cells(const unsigned d, const double *low, const double *high, const double ratio,
                               std::array<std::size_t, 3> &cell, const Visit &visit) const
{
  const Grid1D &g = grid_.direction[d];
  const std::size_t lower = strides_[d];
  std::vector<double> least(lower), largest(lower);
  for (cell[d] = 0; cell[d] < g.cells(); ++cell[d]) {
    std::copy_n(low + lower * g.node(cell[d], 0), lower, least.begin());
    std::copy_n(high + lower * g.node(cell[d], 0), lower, largest.begin());
    double *__restrict bottom = least.data(), *__restrict top = largest.data();
    for (unsigned i = 1; i <= g.degree; ++i) {
      const double *a = low + lower * g.node(cell[d], i), *b = high + lower * g.node(cell[d], i);
      for (std::size_t l = 0; l < lower; ++l) {
        bottom[l] = a[l] < bottom[l] ? a[l] : bottom[l];
        top[l] = b[l] > top[l] ? b[l] : top[l];
      }
    }
    if (d > 0)
      steep_cells(d - 1, bottom, top, ratio, cell, visit);
    else if (bottom[0] < ratio * top[0])
      visit(cell, top[0]);
  }
}

bool BoxGradients::cell_maxima(const Vector &m, Vector &largest) const
{
  const unsigned p = reference_.degree();
  if (p == 1) return false;
  bool found = false;
  std::array<std::size_t, 3> cell{};
  steep_cells(grid_.dim - 1, data(m), data(m), 1e-6, cell, [&](const auto &at, double top) {
    if (!std::exchange(found, true)) largest = m;
    const auto node = [&](unsigned d, unsigned i) {
      return d < grid_.dim ? strides_[d] * grid_.direction[d].node(at[d], i) : 0;
    };
    for (unsigned k = 0; k <= (grid_.dim > 2 ? p : 0); ++k)
      for (unsigned j = 0; j <= (grid_.dim > 1 ? p : 0); ++j)
        for (unsigned i = 0; i <= p; ++i) {
          double &value = data(largest)[node(0, i) + node(1, j) + node(2, k)];
          value = std::max(value, top);
        }
  });
  return found;
}

std::shared_ptr<const GradientCalculus> BoxGradients::at_fronts(const Vector &m, const Vector &x) const
{
  bool found = false;
  std::array<std::size_t, 3> cell{};
  steep_cells(grid_.dim - 1, data(m), data(m), front_contrast, cell,
              [&](const auto &, double) { found = true; });
  return found ? cells().at_fronts(m, x) : nullptr;
}

void BoxGradients::diagonal(const Vector &m, Vector &result) const
{
  result = 0.;
  const auto squared = reference_.derivative().cwiseAbs2().eval();
  for (unsigned d = 0; d < grid_.dim; ++d) {
    const Grid1D &g = grid_.direction[d];
    const std::size_t lower = strides_[d];
    for (std::size_t at = 0; at < grid_.size(); at += lower * sizes_[d])
      for (std::size_t c = 0; c < g.cells(); ++c)
        for (unsigned q = 0; q <= g.degree; ++q) {
          const double weight = weight_over_length(g, c, q);
          const double *mobility = data(m) + at + lower * g.node(c, q);
          for (unsigned i = 0; i <= g.degree; ++i) {
            const double factor = weight * squared(q, i) * inverse_weights_[d][g.node(c, i)];
            double *out = data(result) + at + lower * g.node(c, i);
            for (std::size_t l = 0; l < lower; ++l) out[l] += factor * mobility[l];
          }
        }
  }
}

void BoxGradients::product(const Vector &a, const Vector &b, Vector &result) const
{
  result = 0.;
  const auto &D = reference_.derivative();
  for_all_lines([&](unsigned d, std::size_t base, std::size_t stride, double) {
    const Grid1D &g = grid_.direction[d];
    for (std::size_t c = 0; c < g.cells(); ++c)
      for (unsigned q = 0; q <= g.degree; ++q) {
        double slope_a = 0, slope_b = 0;
        for (unsigned r = 0; r <= g.degree; ++r) {
          const std::size_t node = base + stride * g.node(c, r);
          slope_a += D(q, r) * data(a)[node];
          slope_b += D(q, r) * data(b)[node];
        }
        const std::size_t node = g.node(c, q);
        data(result)[base + stride * node] +=
            weight_over_length(g, c, q) * slope_a * slope_b / g.weights[node];
      }
  });
}

SparseMatrix BoxGradients::matrix(const Vector &m) const
{
  Triplets entries;
  const unsigned n = reference_.degree() + 1;
  entries.reserve(grid_.size() * grid_.dim * (n + 2));
  const auto &D = reference_.derivative();
  Eigen::MatrixXd cell(n, n);
  for_all_lines([&](unsigned d, std::size_t base, std::size_t stride, double across) {
    const Grid1D &g = grid_.direction[d];
    for (std::size_t c = 0; c < g.cells(); ++c) {
      cell.setZero();
      for (unsigned q = 0; q < n; ++q)
        cell += across * weight_over_length(g, c, q) * data(m)[base + stride * g.node(c, q)] *
                D.row(q).transpose() * D.row(q);
      for (unsigned i = 0; i < n; ++i)
        for (unsigned j = 0; j < n; ++j)
          entries.emplace_back(int(base + stride * g.node(c, i)), int(base + stride * g.node(c, j)),
                               cell(i, j));
    }
  });
  return assembled(grid_.size(), entries);
}

SparseMatrix BoxGradients::mobility_matrix(const Vector &x) const
{
  Triplets entries;
  const unsigned n = reference_.degree() + 1;
  entries.reserve(grid_.size() * grid_.dim * (n + 2));
  const auto &D = reference_.derivative();
  for_all_lines([&](unsigned d, std::size_t base, std::size_t stride, double across) {
    const Grid1D &g = grid_.direction[d];
    for (std::size_t c = 0; c < g.cells(); ++c)
      for (unsigned q = 0; q < n; ++q) {
        double slope = 0;
        for (unsigned r = 0; r < n; ++r) slope += D(q, r) * data(x)[base + stride * g.node(c, r)];
        const double weight = across * weight_over_length(g, c, q) * slope;
        for (unsigned i = 0; i < n; ++i)
          entries.emplace_back(int(base + stride * g.node(c, i)), int(base + stride * g.node(c, q)),
                               weight * D(q, i));
      }
  });
  return assembled(grid_.size(), entries);
}

}  // namespace gammaflow
