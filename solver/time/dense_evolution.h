#pragma once

#include <gammaflow/core/flow.h>
#include <gammaflow/core/trajectory.h>
#include <gammaflow/time/evolve.h>

#include <functional>
#include <memory>
#include <optional>

namespace gammaflow
{
class FlowIntegration;

/// An evolution at any time of its interval. At output times it is what is stored; between them the flow is
/// integrated on from the output before, with the integrator and the tolerance of the evolution: so the state
/// there is as accurate as the outputs are, whatever their distance, which no interpolation between them
/// would be.
class DenseEvolution
{
 public:
  /// The trajectory is an evolution of the flow by these options. Flow and trajectory must outlive this
  /// object.
  DenseEvolution(const Flow &flow, const EvolveOptions &options, const Trajectory &trajectory);
  ~DenseEvolution();

  double end() const { return trajectory_.times.back(); }
  /// u(t), 0 <= t <= end(); std::out_of_range elsewhere.
  Vector state(double t) const;
  /// The space on which state(t) is.
  std::shared_ptr<const Space> space(double t) const;

  using Functional = std::function<double(double t, const Vector &u)>;
  /// The functional of states of this flow: of the evolution's, or of that on the mesh of an interval.
  using FunctionalOn = std::function<Functional(const Flow &here)>;
  /// The first time at which functional - level changes its sign (or reaches zero from the start's sign), or
  /// nothing. It is looked for from step to step of the integrator, and located by bracketing (TOMS 748,
  /// Boost.Math) between two steps, each trial state being integrated from the first of them: the error of
  /// the time is that of the functional, divided by its rate. The sign is that of the start throughout: where
  /// a transfer to another mesh takes the functional across the level, its time is the time of the crossing.
  std::optional<double> first_crossing(const FunctionalOn &functional_on, double level) const;

 private:
  /// The flow on the mesh of the interval that ends with output n, from the state at its start.
  void prepare(std::size_t n) const;
  const Flow &flow_here() const { return here_ ? *here_ : flow_; }
  struct Start {
    Vector u;
    double step;  ///< the first one to try; 0: the integrator's own
  };
  /// Of the interval that ends with output n, on its mesh.
  Start start_of(std::size_t n) const;
  std::size_t output_after(double t) const;
  /// From the state at `from` to `to`; on_step(t, u) after each step.
  Vector advanced(double from, const Vector &u, double to, double step,
                  const std::function<void(double t, const Vector &u)> &on_step) const;

  const Flow &flow_;
  const EvolveOptions options_;
  const Trajectory &trajectory_;
  mutable std::optional<std::size_t> prepared_;  ///< the interval that these are of, on an adapted mesh
  mutable std::unique_ptr<const Flow> here_;
  mutable std::unique_ptr<FlowIntegration> integration_;
};

}  // namespace gammaflow
