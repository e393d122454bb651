// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/flow/smooth_times.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace gammaflow
{
/// Source and boundary values of a flow: u' = -K(u) DF(u) + s(x,t) in the domain, u = g(x,t) on chosen
/// parts of the boundary. The nodes there have the value g at every stage and at the end of every step; their
/// rates are dg/dt, the exact derivative of the formula.
class Forcing
{
 public:
  /// Of sections "source" and "boundary"; null where both are empty. InputError for parts of the boundary
  /// that the domain does not have, and for formulas that are not periodic where the domain is.
  static std::shared_ptr<const Forcing> build(const Parameters &parameters, const Space &space);

  bool has_source() const { return !source_.empty(); }
  /// Sets s to the nodal values s(x,t). Requires has_source().
  void source(double t, Vector &s) const;

  /// Somewhere on the boundary values are given, on this process or another one.
  bool has_boundary_values() const { return !boundary_.empty(); }
  /// Nodes of this process whose value is given.
  const std::vector<std::size_t> &nodes() const { return nodes_; }
  /// g at the node nodes()[k].
  double boundary_value(std::size_t k, double t) const { return boundary_jet(k, t).value; }
  /// Sets u = g(x,t) at nodes(), and leaves the other entries as they are.
  void impose(double t, Vector &u) const;
  /// The pieces of [0, end] on which source and boundary values are smooth, each formula at 16 points; empty
  /// where none depends on time.
  std::vector<SmoothTimes> smooth_times(double end) const;
  /// dg/dt at the node nodes()[k].
  double boundary_rate(std::size_t k, double t) const { return boundary_jet(k, t).first; }

 private:
  Jet boundary_jet(std::size_t k, double t) const;

  std::vector<Point> points_;       ///< all nodes of the space
  std::vector<Expression> source_;  ///< none or one
  std::vector<Expression> boundary_;
  std::vector<std::size_t> sides_;         ///< of these formulas: left, right, bottom, ..., or elsewhere
  Point lower_{}, upper_{};                ///< of the bounding box
  std::vector<std::size_t> nodes_, side_;  ///< side_[k]: the formula of nodes_[k]
};

}  // namespace gammaflow
