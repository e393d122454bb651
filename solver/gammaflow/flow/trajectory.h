// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// One row of the ledger, at an output time: the state's integrals, the balance of energy, and the counts of
/// the time integrator.
struct LedgerRow {
  double time = 0, mass = 0, minimum = 0, energy = 0;
  double primal_rate = 0, dual_rate = 0;              ///< R(u,u'), R*(u,-DF) at this time
  double primal_dissipated = 0, dual_dissipated = 0;  ///< their integrals from 0
  double edb_residual = 0;  ///< F(u(t)) + int (R + R*) - F(u(0)); NaN where there is no gradient structure
  /// Relative drift of the mass since the last row, before it was restored (flows that conserve mass in the
  /// variable log u: a change of the gauge, u = m0 e^z / int e^z); an error of time integration, kept within
  /// its tolerance.
  double mass_correction = 0;
  /// Of transfers to another mesh since the last row (section `adaptivity`): the relative change of the mass
  /// before it was restored, and the jump of the energy, F after less F before. These jumps are left out of
  /// the balance: edb_residual is F(u(t)) + int (R + R*) - F(u(0)) - their sum.
  double transfer_mass = 0, transfer_energy = 0;
  /// Length of the worst cell at this time over the length that `adaptivity/tolerance` asks for there, and
  /// that length. Also on a mesh that does not follow the state; zero for closed forms.
  double resolution = 0, wanted_length = 0;
  unsigned nodes = 0;     ///< of the mesh
  unsigned repeated = 0;  ///< how often the interval was computed anew on a finer mesh
  unsigned steps = 0, rejected = 0, rate_evaluations = 0, solver_iterations = 0;  ///< since the last row
};

/// A computed (or closed-form) evolution: states at the output times, and the ledger.
struct Trajectory {
  std::shared_ptr<const Space> space;  ///< of all states, or of the first one
  /// Of each state where the mesh was adapted in time, each on the mesh on which it was arrived at; else
  /// empty.
  std::vector<std::shared_ptr<const Space>> spaces;
  std::vector<double> times;
  std::vector<Vector> states;  ///< u, not its logarithm
  std::vector<LedgerRow> ledger;
  bool gradient_structure = true;

  bool adapted() const { return !spaces.empty(); }
  std::shared_ptr<const Space> space_of(std::size_t k) const { return adapted() ? spaces[k] : space; }
};

}  // namespace gammaflow
