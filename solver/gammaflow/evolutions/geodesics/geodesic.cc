// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/geodesics/geodesic.h>

#include <limits>

namespace gammaflow
{
LedgerRow geodesic_row(const Space &space, double time, const Vector &rho, double energy)
{
  LedgerRow row;
  row.time = time;
  row.mass = space.integrate(rho);
  row.minimum = space.minimum(rho);
  row.energy = row.primal_rate = row.dual_rate = energy;
  row.primal_dissipated = row.dual_dissipated = row.edb_residual = std::numeric_limits<double>::quiet_NaN();
  row.nodes = unsigned(space.n_global_nodes());
  return row;
}

}  // namespace gammaflow
