// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace gammaflow
{
/// Cells that a front runs through: there the mobility falls by orders of magnitude, a polynomial does not
/// resolve it, and the stiffness A_c(m) of such a cell drives mass out of nodes that have none. In these
/// cells part of A_c(m) is replaced by fluxes between neighbouring nodes, with the mobility of the node that
/// the mass comes from,
///   (1 - theta) A_c(m) + theta B_c(m; x),     x^T B_c x = sum_edges b_e m_up(e) (x_j - x_i)^2,
/// m_up(e) that of the end where the force x is larger. Then the outflow of a node vanishes with its mass,
/// and the inflow does not. b_e is that of finite volumes: node i of the reference line owns the interval
/// between the sums of the Gauss-Lobatto weights to its left, which interlace with the nodes, so that B_c is
/// exact for linear x and mobilities that are constant. In skewed cells the mixed terms of the metric join,
/// with the smallest mobility at the ends of the edges that meet in a node: B_c stays positive semi-definite,
/// and what these terms take from a node vanishes with its mass, too. theta goes from 0 to 1 as the smallest
/// mobility of a cell falls from 1/100 to 1/1000 of the largest.
struct FrontCell {
  /// weight m_q (x_j - x_i)(y_l - y_k); numbers of points, see HangingNodes.
  struct Term {
    double weight;
    std::size_t q, i, j, k, l;
    /// Calls add(row, column, value) for the entries of value (x_j - x_i)(y_l - y_k).
    template <class Add>
    void for_entries(double value, const Add &add) const
    {
      add(l, j, value);
      add(l, i, -value);
      add(k, j, -value);
      add(k, i, value);
    }
  };
  std::size_t number = 0;  ///< of the cell
  double theta = 0;
  std::size_t lowest = 0, highest = 0;         ///< the points of the smallest and largest mobility
  double lowest_slope = 0, highest_slope = 0;  ///< d theta / d m there
  std::vector<Term> terms;                     ///< of B_c
  std::vector<std::pair<std::size_t, double>> difference;  ///< (B_c - A_c(m)) x at the points of the cell

  /// theta and its slopes from the mobilities of the cell.
  void blend(double smallest, double largest);
  /// Calls visit(point, value) for what B_c(m) x adds at the points.
  template <class Values, class OtherValues, class Visit>
  void apply(const Values &m, const OtherValues &x, const Visit &visit) const
  {
    for (const Term &t : terms) {
      const double flux = t.weight * m[t.q] * (x[t.j] - x[t.i]);
      visit(t.l, flux);
      visit(t.k, -flux);
    }
  }
};

/// The cells that a front crosses, and the weight 1 - theta that A_c(m) keeps in each cell.
struct FrontCells {
  std::vector<double> resolved;  ///< 1 - theta of every cell of the process
  std::vector<FrontCell> cells;  ///< with theta > 0
};

/// Cells in which theta > 0 have mobilities below this part of the largest one.
constexpr double front_contrast = 1e-2;

/// Where the control volumes of the nodes meet on the reference line: the parts of the interval between nodes
/// i and i + 1 that belong to i and to i + 1.
std::vector<std::array<double, 2>> control_volumes(const GaussLobatto &reference);

}  // namespace gammaflow
