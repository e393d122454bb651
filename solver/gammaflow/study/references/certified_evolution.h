// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/trajectory.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/study/references/error_estimate.h>
#include <gammaflow/study/references/evolution_cache.h>

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
class Evolution;

/// Largest step of a reference in units of the interval between outputs; twice and four times that for its
/// companions, so that these differ even where no tolerance limits the step.
constexpr double reference_step_cap = 0.25;

/// The error of the state in one norm at one output time.
struct NormError {
  double time = 0;
  std::string norm;
  double scale = 1;  ///< the largest norm of the state over the output times for L1, L2, Linf; else 1
  ErrorEstimate space, in_time;  ///< from meshes, from time tolerances
  double bar() const { return space.value + in_time.value; }
  double relative() const { return bar() / scale; }
};

/// Time, memory and steps of an evolution.
struct Cost {
  double seconds = 0;        ///< of this evolution
  double total_seconds = 0;  ///< with all companions and earlier rounds
  double memory = 0;         ///< MiB, the peak of the process
  std::size_t nodes = 0;     ///< of the largest mesh
  unsigned steps = 0, rejected = 0, solver_iterations = 0;
};

/// An evolution with error bars, and the companions that these were estimated from.
struct CertifiedEvolution {
  using Trajectories = std::vector<std::shared_ptr<const Trajectory>>;

  Parameters parameters;    ///< with the mesh, the degree and the time tolerance that were reached
  Trajectories levels;      ///< the evolution, then on coarser and coarser meshes
  Trajectories tolerances;  ///< the evolution, then with 10 and 100 times the time tolerance
  /// Between which steps of each of them its events happen, as far as that is known.
  std::map<const Trajectory *, std::vector<Crossing>> crossings;
  std::vector<NormError> errors;  ///< at each output time after the start, norm by norm
  double space = 0, in_time = 0;  ///< the largest relative errors, as far as they are known
  Cost cost;
  bool reached = false;
  std::string reason;  ///< why the tolerance was not reached
  /// Nothing is known of later times (unstable_state.h): their bars are infinite.
  double known_until = std::numeric_limits<double>::infinity();

  const Trajectory &evolution() const { return *levels.front(); }
  unsigned degree() const { return evolution().space->degree(); }
};

/// Callbacks of a certification.
struct CertificationMonitor {
  std::function<void(const std::string &)> log;  ///< one line per round
  std::function<void(double fraction, const std::string &what)> progress;
  /// The time of reference/seconds is over: for what follows the last round. None: there is no limit.
  std::function<bool()> over;
  /// What reference/seconds is measured by, in seconds from any start. None: the clock on the wall.
  std::function<double()> clock;
};

/// Seconds that this process has computed, on all its threads: a clock that other programs do not make late.
double processor_seconds();

/// The norms of `reference/norms`; InputError for those that do not apply to the evolution.
std::vector<std::string> certification_norms(const Evolution &evolution);

/// The parts that the next round refines, by the relative errors of the last one: the larger part, the other
/// one only where it alone is above the tolerance, since it costs as much and may not be needed; no part
/// below half of the tolerance.
struct PartsToRefine {
  bool space, time;
};
PartsToRefine parts_to_refine(double space, double in_time, double tolerance);

/// The errors in these norms at each output time after the start, from the companions of the evolution.
std::vector<NormError> norm_errors(const CertifiedEvolution &run, const std::vector<std::string> &norms);

/// Refines mesh, degree and time steps of the evolution that the parameters describe until the estimated
/// relative error is below `tolerance` in each norm of `reference/norms` at each output time. A mesh that
/// follows the state is found by a pilot, and all meshes of its sequence are refined evenly. Where memory,
/// time or precision do not suffice, the best that was reached, with the reason. NumericalFailure if not even
/// a first estimate was reached.
CertifiedEvolution certified_evolution(const Parameters &parameters, double tolerance,
                                       const CertificationMonitor &monitor = {});

/// Quantities that are taken from a trajectory (computed with this time tolerance), each at several times.
using QuantitiesOverTime =
    std::function<std::vector<std::vector<double>>(const Trajectory &trajectory, double time_tolerance)>;
/// Properties of the quantities on which their error estimates depend.
struct AboutQuantities {
  bool with_space = true;  ///< they have an error in space
  /// Which of them are taken at points, or are times at which something is reached: they converge no faster
  /// than the state. Empty: none.
  std::vector<bool> at_points;
};
/// The error of each quantity of the evolution at each time, in the same order; infinite where a companion
/// has no number and the evolution has one.
std::vector<std::vector<ErrorEstimate>> quantity_errors(const CertifiedEvolution &run,
                                                        const QuantitiesOverTime &quantities,
                                                        const AboutQuantities &about = {});

}  // namespace gammaflow
