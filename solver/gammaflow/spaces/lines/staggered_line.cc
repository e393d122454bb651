// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/threads.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/staggered_line.h>

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>

namespace gammaflow
{
StaggeredLine::StaggeredLine(const Grid1D &grid)
    : p_(grid.degree),
      cells_(grid.cells()),
      nodes_(grid.size()),
      periodic_(grid.periodic),
      slopes_(p_ * (p_ + 1)),
      values_(slopes_.size()),
      adjoint_(slopes_.size()),
      nodal_weights_(grid.weights)
{
  const GaussLobatto &reference = GaussLobatto::shared(p_);
  const dealii::QGauss<1> gauss(p_);
  for (unsigned q = 0; q < p_; ++q) {
    double *l = &values_[q * (p_ + 1)];
    reference.values(gauss.point(q)[0], l);
    for (unsigned i = 0; i <= p_; ++i) {
      double slope = 0;
      for (unsigned k = 0; k <= p_; ++k) slope += l[k] * reference.derivative()(k, i);
      slopes_[q * (p_ + 1) + i] = slope;
    }
    // rows sum to zero: constants have no derivative
    double *slope = &slopes_[q * (p_ + 1)], rest = 0;
    for (unsigned i = 1; i <= p_; ++i) rest += slope[i];
    slope[0] = -rest;
    for (unsigned i = 0; i <= p_; ++i) adjoint_[q * (p_ + 1) + i] = gauss.weight(q) * slope[i];
  }
  for (std::size_t c = 0; c < cells_; ++c) {
    const double length = grid.vertices[c + 1] - grid.vertices[c];
    inverse_length_.push_back(1 / length);
    for (unsigned q = 0; q < p_; ++q) {
      points_.push_back(grid.vertices[c] + length * gauss.point(q)[0]);
      weights_.push_back(length * gauss.weight(q));
    }
  }
  for (const double w : grid.weights) inverse_mass_.push_back(1 / w);
  grid_ = grid;
  grid_.nodes = points_;
  grid_.weights = weights_;
}

void StaggeredLine::to_points(const std::vector<double> &entries, const bool divided, const std::size_t lower,
                              const std::size_t upper, const double *x, double *f) const
{
  parallel_ranges(upper * cells_, 1 + 4096 / (lower * p_), [&](std::size_t begin, std::size_t end) {
    for (std::size_t line = begin; line < end; ++line) {
      const std::size_t c = line % cells_, u = line / cells_;
      const double scale = divided ? inverse_length_[c] : 1;
      const double *from = x + u * nodes_ * lower;
      double *to = f + (u * cells_ + c) * p_ * lower;
      for (unsigned q = 0; q < p_; ++q, to += lower) {
        const double *row = &entries[q * (p_ + 1)];
        if (lower == 1) {
          double sum = 0;
          for (unsigned i = 0; i <= p_; ++i) sum += row[i] * from[next(c, i)];
          *to = scale * sum;
          continue;
        }
        for (unsigned i = 0; i <= p_; ++i) {
          const double a = scale * row[i], *in = from + next(c, i) * lower;
          if (i == 0)
            for (std::size_t l = 0; l < lower; ++l) to[l] = a * in[l];
          else
            for (std::size_t l = 0; l < lower; ++l) to[l] += a * in[l];
        }
      }
    }
  });
}

void StaggeredLine::derivative(std::size_t lower, std::size_t upper, const double *x, double *f) const
{
  to_points(slopes_, true, lower, upper, x, f);
}

void StaggeredLine::interpolate(std::size_t lower, std::size_t upper, const double *x, double *f) const
{
  to_points(values_, false, lower, upper, x, f);
}

/// Node by node, from the one or two cells that it belongs to.
void StaggeredLine::adjoint(const std::size_t lower, const std::size_t upper, const double *f,
                            double *x) const
{
  parallel_ranges(upper * nodes_, 1 + 4096 / lower, [&](std::size_t begin, std::size_t end) {
    for (std::size_t line = begin; line < end; ++line) {
      const std::size_t node = line % nodes_, u = line / nodes_;
      double *to = x + line * lower;
      std::fill(to, to + lower, 0.);
      const auto add = [&](std::size_t c, unsigned i) {
        for (unsigned q = 0; q < p_; ++q) {
          const double a = adjoint_[q * (p_ + 1) + i], *in = f + ((u * cells_ + c) * p_ + q) * lower;
          for (std::size_t l = 0; l < lower; ++l) to[l] += a * in[l];
        }
      };
      const std::size_t c = node / p_;
      const unsigned i = unsigned(node % p_);
      if (i == 0 && (c > 0 || periodic_)) add(c > 0 ? c - 1 : cells_ - 1, p_);
      if (c < cells_) add(c, i);
      for (std::size_t l = 0; l < lower; ++l) to[l] *= inverse_mass_[node];
    }
  });
}

void StaggeredLine::mean(const std::size_t lower, const std::size_t upper, const double *f, double *x) const
{
  const double length = grid_.upper - grid_.lower;
  for (std::size_t u = 0; u < upper; ++u) {
    double *to = x + u * nodes_ * lower;
    std::fill(to, to + lower, 0.);
    for (std::size_t q = 0; q < size(); ++q) {
      const double a = weights_[q] / length, *in = f + (u * size() + q) * lower;
      for (std::size_t l = 0; l < lower; ++l) to[l] += a * in[l];
    }
    for (std::size_t i = 1; i < nodes_; ++i) std::copy(to, to + lower, to + i * lower);
  }
}

}  // namespace gammaflow
