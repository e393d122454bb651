// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/curves/curve.h>

#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// D_e(w_e) - D(w) at one value of the parameter, as far as it is known.
struct Gap {
  double parameter = 0;
  double lower = 0, upper = 0;  ///< the upper one infinite where R_e may be
  double delta = 0;             ///< error bar of both
  double exact = 0;             ///< D(w_e) - D(w), of the limit's own functional
};

/// The verdict of a probe about liminf D_e(w_e) >= D(w).
struct ProbeVerdict {
  enum class Outcome {
    above,       ///< the limit of D_e is not below D: the probe does not refute the bound
    below,       ///< it is, by more than three bars: refuted in the topology of the probe
    relaxation,  ///< it is, and the limit's own functional falls below D along the same curves: nothing is
                 ///< refuted
    undecided    ///< none of these is shown
  };
  Outcome outcome = Outcome::undecided;
  double estimate = std::numeric_limits<double>::quiet_NaN();  ///< lim D_e(w_e) - D(w)
  double uncertainty = std::numeric_limits<double>::quiet_NaN();
  std::string sentence;
};
/// "not refuted", "refuted", "relaxation", "not decided"
std::string to_string(ProbeVerdict::Outcome outcome);

/// From the gaps over a sweep; `scale` = D(w); `exponents`: with which they may approach their limit.
///   below      the extrapolated gap is negative by more than three times its error bar, and the gaps
///   converge
///              like a power; only where upper bounds are finite
///   above      it is not, and its error bar is at most a twentieth of D; or the lower bounds are above D
///   beyond
///              their bars and do not decrease with the parameter
/// Along curves that depend on the parameter only exponents with which the gaps converge are used, and the
/// spread between them belongs to the error bar. Also `above`: D is zero, or D_e (as well as an infinite D)
/// is infinite at every parameter. `undecided` for NaN and for fewer than three gaps.
ProbeVerdict judge_probe(const std::vector<Gap> &gaps, double scale, Topology topology,
                         const std::vector<double> &exponents, const std::string &parameter);

}  // namespace gammaflow
