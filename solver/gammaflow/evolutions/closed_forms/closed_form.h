// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// The solution of a flow in closed form. Node by node or mode by mode it is exact for the semi-discrete flow
/// (the only error that is left in a computed evolution is that of time integration); `continuous` ones are
/// exact for the flow itself, and differ from a computed evolution by its error in space, too.
class ClosedForm
{
 public:
  /// What a closed form is made from.
  struct Context {
    const Flow &flow;  ///< must outlive the closed form
  };
  /// What is known of a closed form by its name.
  struct Traits {
    std::string summary;                        ///< the formula
    std::function<bool(const Flow &)> applies;  ///< called for flows on one process that nothing drives
    bool continuous = false;
    /// Flows that have it ("section/key = value; ..."): error bars are tested with them (coverage_of()).
    std::vector<std::string> examples = {};
  };

  virtual ~ClosedForm() = default;
  virtual Vector state(double t) const = 0;  ///< u(t)
  virtual Vector rate(double t) const = 0;   ///< u'(t)
  /// The name it is registered with.
  const std::string &name() const { return name_; }

 private:
  friend std::unique_ptr<ClosedForm> find_closed_form(const Flow &);
  std::string name_;
};

/// The beginning of examples: smooth data on an interval.
const std::string smooth_example =
    "domain/cells = 2; domain/degree = 3; initial state/formula = exp(0.7*cos(pi*x)); target/formula = "
    "exp(0.6*cos(2*pi*x)); time/outputs = 3; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1; ";

/// Smooth data in the plane, on a box or a disk.
const std::string plane_example =
    "domain/dimension = 2; domain/degree = 3; initial state/formula = "
    "exp(0.7*cos(pi*x)*cos(pi*y)); target/formula = exp(0.5*cos(pi*(x+y))); time/outputs = 2; ";
const std::string disk_example =
    "domain/shape = mesh; domain/mesh generator = disk; domain/lower = 0; domain/upper = "
    "1; ";

/// The first closed form, in alphabetical order, that applies to the flow; null where there is none, on
/// distributed spaces and for driven flows.
std::unique_ptr<ClosedForm> find_closed_form(const Flow &flow);
/// States at the times (ascending, the first is 0) with a ledger: R = R* = -<DF,u'>/2 at each time, and each
/// of their integrals is half of the energy that was lost; NaN without gradient structure. std::logic_error
/// where find_closed_form() is null.
Trajectory closed_form_trajectory(const Flow &flow, const std::vector<double> &times);

}  // namespace gammaflow
