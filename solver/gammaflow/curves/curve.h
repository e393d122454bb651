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

/// A curve of states w(t), t in [0, T], with its rate w'(t), which need not solve any flow: what lower bounds
/// of dissipation functionals are probed with, and recovered along.
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
    std::vector<double> times = {};  ///< at which it will be asked for states and rates, ascending
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
  virtual Vector state(double t) const = 0;
  virtual Vector rate(double t) const = 0;
};

/// From where curves come and where they go: probes/from, probes/to.
struct CurveEnds {
  Vector from, to;
};
/// InputError where they differ in mass and the mass is to be kept.
CurveEnds curve_ends(const Curve::Context &context);

/// T: probes/end, or time/end.
double end_of_curves(const Parameters &parameters);

}  // namespace gammaflow
