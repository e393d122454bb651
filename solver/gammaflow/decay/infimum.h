// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>

#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// inf F over the states that a flow may reach: all densities (or fields), of the same mass where the flow
/// keeps it; where it does not, `low` holds for densities of at most ten times the mass of the given states.
struct Infimum {
  /// low <= inf F <= high; -infinity where no lower bound is known.
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::quiet_NaN();
  std::string basis;  ///< how it was found, in words

  bool bracketed() const { return low > -std::numeric_limits<double>::infinity(); }
};

/// Tries the states that are minimizers of the usual energies: the target with the mass of the flow, the
/// target, a constant. For convex energies a state u is proved to be one by its duality gap (Jaggi, ICML
/// 2013, section 2): with F(v) >= F(u) + <DF(u), v - u>, over densities of mass m
///   inf F >= F(u) - <DF(u), u> + m min DF(u),
/// which is F(u) to round-off where DF(u) is constant. Where none is close enough F is minimized (densities:
/// L-BFGS in log u from the best of these and of the given states), and the gap is that of the result.
/// Energies that are not convex have no lower bound: `high` is then the smallest value found.
/// `states`: of the flow, from the first to the last.
Infimum infimum_of(const Flow &flow, const std::vector<const Vector *> &states);

/// For each state of a trajectory of this flow, the infimum of the discrete energy on the mesh of that state.
std::vector<Infimum> infima_along(const Parameters &parameters, const Trajectory &trajectory);

}  // namespace gammaflow
