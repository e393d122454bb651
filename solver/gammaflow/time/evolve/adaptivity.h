// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/spaces/mesh_adaptation.h>
#include <gammaflow/time/evolve/evolve.h>

#include <memory>
#include <vector>

namespace gammaflow
{
/// Whether section `adaptivity` asks for a mesh that follows the state.
bool adaptive(const Parameters &parameters);
/// InputError where adaptive(): `what` is not possible with such a mesh.
void refuse_adaptivity(const Parameters &parameters, const std::string &what);

/// Section `adaptivity`, validated.
struct Adaptivity {
  double tolerance = 1e-3;
  unsigned halvings = 3, layers = 1, repetitions = 4, even_halvings = 0;

  static Adaptivity read(const Parameters &parameters);
};
/// InputError for what the mesh of this flow cannot follow, and for a section that is not valid.
void check_adaptivity(const Flow &flow);

/// The mesh that a state needs. With the length l on which u (for densities sqrt(u), whose L2 norm is
/// Hellinger's) varies in a cell of length h (relative_lengths()), elements of degree p leave an error
/// A (h / l)^(p+1), A half of the range of u; so the wanted length is h = l tolerance^(1 / (p + 1)).
struct Demand {
  std::vector<int> halvings;  ///< per active cell of this process, so that none is longer than wanted
  double resolution = 0;      ///< the largest h / (wanted h)
  double wanted_length = 0;   ///< there
};
/// `positive`: u is a density; `leeway`: cells may be longer than wanted by this factor; `smallest_range`:
/// lower bound of A, below which variations are noise.
Demand demand(const Space &space, bool positive, const Vector &u, const Adaptivity &adaptivity,
              double leeway = 1, double smallest_range = 0);

/// A state on another mesh: log u is interpolated for densities, u for signed fields, which is exact where
/// cells stay or are halved. Boundary values that are given are those of the time; then the mass is restored,
/// by a factor, or by a constant at the nodes that are free.
struct Transfer {
  Vector u;
  double mass_change = 0;  ///< relative to int |u|, before it was restored
};
/// The state u on `from`, transferred to the mesh of the flow `there`, at this time.
Transfer transfer(const Flow &there, double time, const Space &from, const Vector &u);

/// The flow on the mesh `k` of an adapted trajectory, from the state before it: what computed the interval
/// that ends with state k.
Flow flow_of_interval(const Flow &flow, const Trajectory &trajectory, std::size_t k);

/// The target of the flow on the mesh of state k.
Vector target_at(const Flow &flow, const Trajectory &trajectory, std::size_t k);

/// evolve() with a mesh that follows the state: it changes at output times only. Each interval is computed on
/// the mesh that demand() of the state at its start gives, with layers of cells around; where at its end a
/// cell is longer than sqrt(2) times the length wanted there, and may be halved, the interval is repeated on
/// a mesh that is fine enough for both ends.
Trajectory follow_the_state(const Flow &flow, const EvolveOptions &options);

/// evolve() as section `adaptivity` says: follow_the_state() or, with `even halvings`, on the meshes of a
/// pilot halved evenly (see mesh_sequence.h).
Trajectory evolve_adaptively(const Flow &flow, const EvolveOptions &options);

}  // namespace gammaflow
