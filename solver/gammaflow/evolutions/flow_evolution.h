// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/flow/flow.h>

namespace gammaflow
{
/// The gradient flow of an energy in a geometry, by evolve(); known are the closed forms.
class FlowEvolution final : public Evolution
{
 public:
  explicit FlowEvolution(const Flow &flow) : flow_(std::make_shared<const Flow>(flow)) {}

  const Parameters &parameters() const override { return flow_->parameters(); }
  std::shared_ptr<const Space> shared_space() const override { return flow_->shared_space(); }
  const Vector &initial_state() const override { return flow_->initial_state(); }
  bool positive() const override { return flow_->positive(); }
  bool conserves_mass() const override { return flow_->conserves_mass(); }
  std::string title() const override { return flow_->energy_name() + " in " + flow_->geometry_name(); }
  std::vector<std::string> description() const override;
  void check() const override { check_evolution(*flow_); }
  Trajectory trajectory(const EvolveOptions &options) const override { return evolve(*flow_, options); }
  std::unique_ptr<const DenseTrajectory> dense(const EvolveOptions &options,
                                               const Trajectory &trajectory) const override;
  std::string broken_promise(const EvolveOptions &options, const Trajectory &trajectory) const override;
  bool has_target() const override { return flow_->has_target(); }
  Vector target(const Trajectory &trajectory, std::size_t k) const override;
  std::function<double(const Vector &)> energy() const override;
  std::optional<KnownSolution> known() const override;
  double work_per_node() const override;
  double operator_bytes() const override;

 private:
  const std::shared_ptr<const Flow> flow_;
};

}  // namespace gammaflow
