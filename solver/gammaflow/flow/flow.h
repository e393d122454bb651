// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/geometries/geometry.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <memory>
#include <string>

namespace gammaflow
{
class Forcing;

/// One energy and one geometry on one space: u' = -K(u) DF(u), with the initial state.
/// Meaningless pairs (a signed energy's order parameter in a density geometry, a kernel without the property
/// that the geometry needs) are refused in build(), before anything large is allocated.
class Flow
{
 public:
  /// InputError for pairs and values that have no meaning (the checks are in flow.cc).
  static Flow build(const Parameters &parameters, std::shared_ptr<const Space> space);
  /// The same flow from the state u (nodal values), which is not checked.
  Flow started_from(const Vector &u) const
  {
    Flow flow = *this;
    flow.initial_ = u;
    return flow;
  }

  const Space &space() const { return *space_; }
  std::shared_ptr<const Space> shared_space() const { return space_; }
  /// A copy of what the flow was built from.
  const Parameters &parameters() const { return *parameters_; }
  /// The kernel operators of the geometry and of the energy (one object when they share it); null if not
  /// needed.
  const KernelOperator *geometry_kernel() const { return geometry_kernel_.get(); }
  const KernelOperator *energy_kernel() const { return energy_kernel_.get(); }
  const Energy &energy() const { return *energy_; }
  const Geometry &geometry() const { return *geometry_; }
  const Vector &initial_state() const { return initial_; }
  /// Nodal values of the target pi; zero for energies without one.
  const Vector &target() const { return target_; }
  bool has_target() const { return has_target_; }
  /// Source and time-dependent boundary values; null if there are none.
  const Forcing *forcing() const { return forcing_.get(); }
  /// Whether values are given somewhere on the boundary, on any process.
  bool has_boundary_values() const;
  /// Names as in the parameter file.
  const std::string &energy_name() const { return energy_name_; }
  const std::string &geometry_name() const { return geometry_name_; }

  /// The state is a positive density; then log u is integrated in time.
  bool positive() const { return positive_; }
  bool conserves_mass() const { return conserves_mass_; }
  bool gradient_structure() const { return gradient_structure_; }
  /// Vacuum of the initial state was filled, see Energy::fill_vacuum().
  bool vacuum_filled() const { return vacuum_filled_; }

 private:
  std::shared_ptr<const Parameters> parameters_;
  std::shared_ptr<const Space> space_;
  std::shared_ptr<const KernelOperator> geometry_kernel_, energy_kernel_;
  std::shared_ptr<const Energy> energy_;
  std::shared_ptr<const Geometry> geometry_;
  std::shared_ptr<const Forcing> forcing_;
  Vector initial_, target_;
  std::string energy_name_, geometry_name_;
  bool positive_ = true, conserves_mass_ = false, gradient_structure_ = true, has_target_ = true,
       vacuum_filled_ = false;
};

}  // namespace gammaflow
