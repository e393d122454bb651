// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/linear/flow_multigrid.h>

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// An approximate inverse of 1 + h A x J, A the matrix of a Gauss method of one or two stages, J the
/// linearized flow in units of a scale, by the multigrid for one stage, B = (1 + gamma h J)^-1:
///   one stage    A = 1/2, gamma = 1/2
///   two stages   with x = h J, (1 + x A)^-1 = [1 + x/4, -x a_12; -x a_21, 1 + x/4] / (1 + x/2 + x^2/12); B^2
///                stands for the quotient, gamma = 12^(-1/2): (1 + gamma x)^2 is between 1 and 1.08 times the
///                denominator for x >= 0. As x B = (1 - B)/gamma, J is not applied: with p = B r, q = B p,
///                  (1 + x/4) B^2 r = q + (p - q)/(4 gamma),   x B^2 r = (p - q)/gamma.
class CollocationMultigrid
{
 public:
  CollocationMultigrid(const Flow &flow, std::vector<std::vector<double>> a);

  void prepare(const LinearizedFlow &at, const Vector &scale, double step);
  void report(const LinearSolve &solve) { multigrid_.report(solve); }
  /// Blocks of the stages, one after the other.
  void apply(const Vector &r, Vector &z) const;

 private:
  /// y = B x for functions in units of the scale.
  void solve(const Vector &x, Vector &y) const;

  const std::vector<std::vector<double>> a_;
  const double gamma_;
  FlowMultigrid multigrid_;
  const Vector ones_;
  Vector ratio_;  ///< of the units of the multigrid (the state, for densities) and the scale
  mutable Vector work_, once_, twice_;
};

}  // namespace gammaflow
