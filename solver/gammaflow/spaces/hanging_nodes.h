// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Points of cells that are no nodes of the space: they lie on a face (or an edge) of a coarser cell, and a
/// function has there the value that it has on that face,
///   u_h = sum_k C_hk u_k,   sum_k C_hk = 1,
/// k running over the nodes of the face. The points of a process are its nodes, their ghosts, then the
/// hanging ones.
struct HangingNodes {
  std::size_t n_nodes = 0;            ///< own ones and ghosts: the number of the first hanging point
  std::vector<std::size_t> first{0};  ///< where the row of each hanging point begins; one more than there are
  std::vector<std::uint32_t> node;    ///< columns: nodes of this process or ghosts
  std::vector<double> weight;         ///< C

  std::size_t size() const { return first.size() - 1; }
  bool hangs(std::size_t point) const { return point >= n_nodes; }
  /// Appends a hanging point by its row of C.
  void add(const std::vector<std::pair<std::uint32_t, double>> &row)
  {
    for (const auto &[k, c] : row) {
      node.push_back(k);
      weight.push_back(c);
    }
    first.push_back(node.size());
  }

  /// Calls visit(node, weight) for the terms of u at a point: (point, 1) for a node.
  template <class Visit>
  void for_nodes(std::size_t point, const Visit &visit) const
  {
    if (!hangs(point)) return visit(point, 1.);
    const std::size_t h = point - n_nodes;
    for (std::size_t k = first[h]; k < first[h + 1]; ++k) visit(std::size_t(node[k]), weight[k]);
  }
  /// Calls visit(node, node, value) for the terms that an entry of a matrix A on points adds to C^T A C on
  /// nodes.
  template <class Visit>
  void for_entries(std::size_t row, std::size_t column, double value, const Visit &visit) const
  {
    for_nodes(row, [&](std::size_t i, double of_row) {
      for_nodes(column, [&](std::size_t j, double of_column) { visit(i, j, of_row * value * of_column); });
    });
  }
  /// u at a point, from the entries of this process and its ghosts.
  double value(const double *u, std::size_t point) const
  {
    if (!hangs(point)) return u[point];
    double sum = 0;
    for_nodes(point, [&](std::size_t k, double c) { sum += c * u[k]; });
    return sum;
  }
  /// The smallest value at the nodes that a point depends on.
  double smallest_parent(const double *u, std::size_t point) const
  {
    double smallest = u[hangs(point) ? node[first[point - n_nodes]] : point];
    for_nodes(point, [&](std::size_t k, double) { smallest = std::min(smallest, u[k]); });
    return smallest;
  }
  /// u at a point, for pictures: by the logarithm where u is positive at all nodes that the point depends on.
  double shown(const double *u, std::size_t point) const
  {
    if (!hangs(point) || !(smallest_parent(u, point) > 0)) return value(u, point);
    double sum = 0;
    for_nodes(point, [&](std::size_t k, double c) { sum += c * std::log(u[k]); });
    return std::exp(sum);
  }
  /// A mobility at a point. Interpolation of degree >= 2 may fall below zero between values that are not
  /// negative; there it is zero, so that the Onsager operator stays positive semi-definite.
  double mobility(const double *m, std::size_t point) const
  {
    const double interpolated = value(m, point);
    return interpolated < 0 && smallest_parent(m, point) >= 0 ? 0 : interpolated;
  }
};

/// Values at all points of a process's cells, from a vector that has its ghosts and stays as it is; where no
/// node hangs, they are its own entries.
class PointValues
{
 public:
  enum class Kind { function, mobility };
  PointValues(const HangingNodes &hanging, const Vector &v, Kind kind = Kind::function)
      : n_nodes_(hanging.n_nodes), values_(v.begin())
  {
    if (hanging.size() == 0) return;
    copy_.assign(values_, values_ + n_nodes_);
    for (std::size_t point = n_nodes_; point < n_nodes_ + hanging.size(); ++point)
      copy_.push_back(kind == Kind::mobility ? hanging.mobility(v.begin(), point)
                                             : hanging.value(v.begin(), point));
    values_ = copy_.data();
  }
  PointValues(PointValues &&) = default;
  PointValues(const PointValues &) = delete;
  double operator[](std::size_t point) const { return values_[point]; }
  double &at_hanging(std::size_t h) { return copy_[n_nodes_ + h]; }

 private:
  const std::size_t n_nodes_;
  std::vector<double> copy_;
  const double *values_;
};

/// Sums at all points, for a vector that is zero with its ghosts; to_nodes() then adds the sums of the
/// hanging points to the nodes that they depend on: C^T.
class PointSums
{
 public:
  PointSums(const HangingNodes &hanging, Vector &v)
      : rows_(hanging),
        nodes_(v.begin()),
        copy_(hanging.size() > 0 ? hanging.n_nodes + hanging.size() : 0),
        sums_(hanging.size() > 0 ? copy_.data() : nodes_)
  {
  }
  PointSums(const PointSums &) = delete;
  double &operator[](std::size_t point) { return sums_[point]; }
  void to_nodes()
  {
    if (copy_.empty()) return;
    std::copy_n(sums_, rows_.n_nodes, nodes_);
    for (std::size_t point = rows_.n_nodes; point < copy_.size(); ++point)
      rows_.for_nodes(point, [&](std::size_t k, double c) { nodes_[k] += c * sums_[point]; });
  }

 private:
  const HangingNodes &rows_;
  double *nodes_;
  std::vector<double> copy_;
  double *sums_;
};

}  // namespace gammaflow
