// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>

#include <functional>
#include <memory>
#include <optional>

namespace gammaflow
{
/// Two states of an evolution, one step apart, between which a functional first reached a level.
struct Crossing {
  bool found = false;
  double before = 0, after = 0;        ///< the times of both
  double at_before = 0, at_after = 0;  ///< functional - level
  Vector u;                            ///< the state before

  /// The time by linear interpolation.
  double secant() const
  {
    return at_after == at_before ? after : after - (after - before) * at_after / (at_after - at_before);
  }
};

/// A trajectory as a function of time. At output times the stored states; between them it is integrated from
/// the output before, as accurately as the outputs, whatever their distance (interpolation would not be).
class DenseTrajectory
{
 public:
  /// The trajectory must outlive this object.
  explicit DenseTrajectory(const Trajectory &trajectory) : trajectory_(trajectory) {}
  virtual ~DenseTrajectory() = default;

  double end() const { return trajectory_.times.back(); }
  /// u(t), 0 <= t <= end(); std::out_of_range elsewhere.
  Vector state(double t) const;
  /// The space on which state(t) is.
  std::shared_ptr<const Space> space(double t) const;

  using Functional = std::function<double(double t, const Vector &u)>;
  /// The functional of states on a space: that of the trajectory, or that of an interval where it was
  /// adapted.
  using FunctionalOn = std::function<Functional(const std::shared_ptr<const Space> &space)>;
  /// The first time at which functional - level changes its sign (or reaches zero from the start's sign);
  /// empty if there is none. It is looked for from step to step, and located by bracketing (TOMS 748,
  /// Boost.Math) between two steps, each trial state being computed from the first of them: the error of the
  /// time is that of the functional, divided by its rate. The sign is that of the start throughout: where a
  /// transfer to another mesh takes the functional across the level, its time is the time of the crossing.
  std::optional<double> first_crossing(const FunctionalOn &functional_on, double level) const;

  /// The same where the two steps are known (crossing.found), so that only the step between them is computed
  /// again.
  double located(const Functional &functional, double level, const Crossing &crossing) const;

 protected:
  /// Where an interval between outputs starts: y, from which all that follows can be computed (the state
  /// alone, or with more), and the first step to try; 0: the method's own.
  struct Start {
    Vector y;
    double step;
  };
  /// Of the interval that ends with output n, on its mesh.
  virtual Start start_of(std::size_t n) const = 0;
  using OnStep = std::function<void(double t, const Vector &y)>;
  /// y at `to`, in the interval of the last start_of(), from y at `from`; on_step (unless it is empty) after
  /// each step.
  virtual Vector advanced(double from, const Vector &y, double to, double step,
                          const OnStep &on_step) const = 0;
  virtual Vector state_of(const Vector &y) const { return y; }

  const Trajectory &trajectory_;

 private:
  std::size_t output_after(double t) const;
};

}  // namespace gammaflow
