// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/base/types.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/spaces/space.h>

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
enum class Holds { yes, no, undecided };
std::string to_string(Holds holds);

/// What was found about one condition of a predicted order.
struct ConditionResult {
  std::string name;
  Holds holds = Holds::undecided;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< the measure, free of units
  double threshold = std::numeric_limits<double>::quiet_NaN();
  std::string evaluated;  ///< where and when: "at the initial state"
  std::string sentence;   ///< what was found, in one sentence
  std::string help;       ///< what would make it hold; empty where it holds
  /// Where it fails: the order by the name of a distance, or "energies"; empty where none is known.
  std::map<std::string, double> alternative = {};
};

/// A sweep as conditions see it.
struct ConditionSweep {
  /// One value of the parameter that is varied.
  struct Step {
    double parameter = 0, ridge = 0;
    std::shared_ptr<const Kernel> kernel;  ///< null for geometries without
  };
  std::string parameter;    ///< bandwidth, ridge, path
  double order = 0;         ///< that the geometry declares for this parameter, along paths in the ridge
  std::vector<Step> steps;  ///< descending
  bool density = true;      ///< the states are positive densities
  bool weighted = true;     ///< the kernel acts on density times force; else on the force
  bool of_state = false;    ///< an energy's kernel, which acts on the state
  std::string boundary;     ///< kernel/boundary: none, symmetric, sinkhorn

  /// The error of a mode is that of the kernel to this power.
  double power() const { return of_state && order > 0 ? order / 2 : 1; }

  /// kernel ridge regression with lambda -> 0, else a kernel that shrinks
  bool of_ridge() const { return parameter != "bandwidth"; }
};

/// A state of the limit flow.
struct ConditionMoment {
  double time = 0;
  const Space &space;
  const Vector &state, &force;  ///< u, DF(u)
  double accuracy = 0;          ///< relative, of the nodal values
  double kappa = 0;             ///< of the limit energy: D^2F = kappa L + (local part)
  double least_curvature = 0;   ///< the minimum of the local part at this state
};

/// An assumption of a predicted order, checked on the limit flow: made for one sweep, then look_at() for
/// states of the limit flow, then result().
class Condition
{
 public:
  /// What a condition is made from.
  struct Context {
    const ConditionSweep &sweep;  ///< outlives the condition
  };
  /// What is known of a condition by its name.
  struct Traits {
    std::string summary;  ///< what is asked for, in one line
  };

  explicit Condition(const Context &context) : sweep_(context.sweep) {}
  virtual ~Condition() = default;
  /// Called for states of the limit flow, in ascending order of time.
  virtual void look_at(const ConditionMoment &) {}
  /// After all look_at().
  virtual ConditionResult result() const = 0;

 protected:
  const ConditionSweep &sweep() const { return sweep_; }

 private:
  const ConditionSweep &sweep_;
};

/// The orders of a boundary layer in each distance, by its name, from those of its L1, L2 and maximum norm:
/// Hellinger distances are L2 norms, KL their square; H-1, W1, W2 (of densities bounded below) and the MMD of
/// a fixed kernel see the mass of the layer, as L1 does; "energies" (with dissipations) are quadratic in the
/// error. None is more than `most`, only that of KL may be twice as much.
std::map<std::string, double> orders_by_distance(double l1, double l2, double maximum, double most);

}  // namespace gammaflow
