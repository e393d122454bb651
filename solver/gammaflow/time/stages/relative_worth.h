// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// What a relative error of a density at a node is worth: where the variable is log u, errors of it are
/// weighted by
///   w_i = min(1, m_i / (threshold max m)),   m = u, or u^2 D^2F(u)_ii where that gives more:
/// a relative error e_i of u is an error u_i e_i of the density and u_i^2 D^2F_ii e_i^2 / 2 of the energy. So
/// w |e| <= tolerance with threshold = tolerance holds the error of the density below tolerance u_i +
/// tolerance^2 max u. Transport alone (Wasserstein) carries such an error along and, for convex energies,
/// does not increase it in L1: nothing is lost where a mesh cannot resolve log u in tails of 1e-20, which the
/// semi-discrete flow equilibrates at rates that grow as the ratio of neighbouring densities. With reactions
/// tails can grow to be the bulk: there, and for signed fields, w = 1.
class RelativeWorth
{
 public:
  RelativeWorth(const Flow &flow, double threshold);

  /// False: w = 1 whatever u is.
  bool varies() const { return varies_; }
  void of(const Vector &u, Vector &w) const;

 private:
  const Flow &flow_;
  const double threshold_;
  const bool varies_;
};

}  // namespace gammaflow
