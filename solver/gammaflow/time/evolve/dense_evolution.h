// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/time/evolve/dense_trajectory.h>
#include <gammaflow/time/evolve/evolve.h>

#include <memory>
#include <optional>

namespace gammaflow
{
class FlowIntegration;

/// The evolution of a flow at any time of its interval: between output times the flow is integrated on from
/// the output before, with the integrator and the tolerance of the evolution.
class DenseEvolution : public DenseTrajectory
{
 public:
  /// The trajectory is an evolution of the flow by these options. Flow and trajectory must outlive this
  /// object.
  DenseEvolution(const Flow &flow, const EvolveOptions &options, const Trajectory &trajectory);
  ~DenseEvolution() override;

 protected:
  Start start_of(std::size_t n) const override;
  Vector advanced(double from, const Vector &u, double to, double step, const OnStep &on_step) const override;

 private:
  /// The flow on the mesh of the interval that ends with output n, from the state at its start.
  void prepare(std::size_t n) const;

  const Flow &flow_;
  const EvolveOptions options_;
  mutable std::optional<std::size_t> prepared_;  ///< the interval that these are of, on an adapted mesh
  mutable std::unique_ptr<const Flow> here_;
  mutable std::unique_ptr<FlowIntegration> integration_;
};

}  // namespace gammaflow
