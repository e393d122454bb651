// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/base/types.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/parameters/parameters.h>

#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// In which sense the curves of a family tend to their limit when the parameter of a sweep goes to 0.
enum class Topology {
  constant,  ///< they do not depend on it
  strong,    ///< in L2
  weak       ///< as measures
};
std::string to_string(Topology topology);  ///< "constant", "strong", "weak"

/// A curve of states w(t), t in [0, T], with its rate w'(t), both as nodal values. It need not solve any
/// flow: lower bounds of dissipation functionals are probed along such curves, and recovered.
class Curve
{
 public:
  /// What a curve is made from.
  struct Context {
    const Parameters &parameters;  ///< of the limit flow, with the settings of the probe
    const Flow &flow;              ///< the limit flow on the space that the states are on
    double end = 1;                ///< T
    /// The parameter of the sweep over its largest value; 0: the limit curve.
    double relative = 0;
    bool keeps_mass = false;         ///< the flows keep the mass, and so must the curve
    std::vector<double> times = {};  ///< all t of later calls of state() and rate(), ascending
  };
  /// A parameter that a search for the worst probe varies, by factors, within these bounds.
  struct Searched {
    std::string section, key;
    double low, high;
  };
  /// What is known of a curve by its name.
  struct Traits {
    std::string summary;
    /// In which sense the curve of these parameters tends to its limit. Empty: it is constant.
    Topology (*topology)(const Parameters &parameters) = nullptr;
    /// Powers of the sweep parameter with which functionals along it may approach their limit, where it is
    /// not constant.
    std::vector<double> (*exponents)(const Parameters &parameters) = nullptr;
    std::vector<Searched> searched = {};
  };

  virtual ~Curve() = default;
  /// Curves that are solutions of a flow: std::logic_error for a t that is not in Context::times.
  virtual Vector state(double t) const = 0;
  /// w'(t)
  virtual Vector rate(double t) const = 0;
};

/// The states at t = 0 and t = T: probes/from, probes/to.
struct CurveEnds {
  Vector from, to;
};
/// InputError where a state does not fit the flow (a formula not positive, no target), and where the masses
/// differ, relatively by more than 1e-9, though the mass is to be kept.
CurveEnds curve_ends(const Curve::Context &context);

/// T: probes/end, or time/end where that is `auto`. InputError unless 0 < T < infinity.
double end_of_curves(const Parameters &parameters);

}  // namespace gammaflow
