// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/study/references/evolution_cache.h>

#include <functional>
#include <memory>
#include <vector>

namespace gammaflow
{
/// One evolution with the companions that its error is estimated from.
struct RefinedEvolution {
  Parameters flow;
  EvolutionCache::Accuracy accuracy;
  std::shared_ptr<const Trajectory> fine;     ///< what is reported
  std::shared_ptr<const Trajectory> coarse;   ///< one level coarser, the same tolerance
  std::shared_ptr<const Trajectory> coarser;  ///< two levels coarser; null on level 1
  /// One level finer, and two, and the same level with a hundredth of the tolerance and half the step cap: of
  /// pointwise flows that are compared with pointwise flows (pointwise_distance.h).
  std::shared_ptr<const Trajectory> finer, finest, tight;
  std::shared_ptr<const Trajectory> loose;  ///< the same level, ten times the tolerance, twice the step cap
  /// The factor by which halving the cells reduces errors at best (Roughness::contraction), by the formulas
  /// of initial state, target and source: 1/2 where they jump, 1/4 where they have kinks, 0 where they are
  /// smooth.
  double rough = 0;
  bool pointwise = false;  ///< is_pointwise(): no error in space at the nodes
};

/// The error in space from the differences of three consecutive levels, finest first, as estimated_error()
/// takes it: without the second one, 2 (rough data: 4) times the first. `rough`: RefinedEvolution::rough. NaN
/// where the second difference is NaN.
double geometric_tail(double fine_to_coarse, double coarse_to_coarser, bool have_coarser, double rough);

/// The error of a number of an evolution.
struct NumberError {
  double space, time;
};
/// The error of a number at consecutive times, from its values in the evolution (`fine`) and its companions:
/// geometric_tail() of the levels, errors_in_time() of the differences to the loose one. `coarser` is empty
/// where there is no such companion.
std::vector<NumberError> errors_of_number(const RefinedEvolution &run, const std::vector<double> &fine,
                                          const std::vector<double> &coarse,
                                          const std::vector<double> &coarser,
                                          const std::vector<double> &loose);

/// The evolutions that refined_evolution() asks for, for EvolutionCache::prepare().
std::vector<EvolutionCache::Request> requests_of(const Parameters &flow, unsigned level, double tolerance,
                                                 const Parameters &leader);

/// Where meshes follow a state, that of `leader`.
RefinedEvolution refined_evolution(EvolutionCache &cache, const Parameters &flow, unsigned level,
                                   double tolerance, const Parameters &leader);

/// A state of a coarser evolution on the space of a finer one, or of one of another degree. Positive states
/// are interpolated as their logarithm, so that they stay positive, and keep their mass.
Vector carried(const Vector &u, const Space &from, const Space &to);
/// The same where the meshes were adapted (section `adaptivity`), or not.
Vector carried(const Parameters &parameters, const Vector &u, const Space &from, const Space &to);

/// The nearest state with the mass of `u`: v times a number if both are positive, plus one otherwise. Meshes
/// that sample a kink or a jump differ in its mass.
Vector with_mass_of(const Vector &u, Vector v, const Space &space);

/// A quantity at the output times, with its error bar split by where it comes from.
struct Measured {
  std::vector<double> value, delta_space, delta_time;

  double sup() const;        ///< largest value over the output times
  double sup_delta() const;  ///< largest error bar: bounds the error of the supremum too
  double sup_delta_space() const;
  double sup_delta_time() const;
};

/// The distance between states on a mesh: where meshes follow a state, each output has its own.
using DistanceOn = std::function<const Distance &(const std::shared_ptr<const Space> &space)>;
/// The distance of this name, which has no kernel, made once for each mesh.
DistanceOn on_each(const std::string &name);

/// Error of the fine evolution in a distance, at each output time, estimated from the companions:
///   space: e = d(fine, coarse) max(1, r / (1 - r)) with r = d(fine, coarse) / d(coarse, coarser) the
///   observed
///          contraction (the geometric tail); without `coarser`, 2 d(fine, coarse);
///          Rough data: how much of a jump or a kink a mesh misses is an accident, so that d(fine, coarse) is
///          not taken below d(coarse, coarser) times the contraction of the data, r not below that, and four
///          times the tail is the error;
///   time:  errors_in_time() of d(fine, loose), which is about nine times the error of the fine one for
///          errors proportional to the tolerance.
/// Space includes quadrature, the kernel's Nystroem sum, and the interpolation of the state between its
/// nodes; time includes the linear solvers, whose tolerance follows the integrator's.
Measured estimated_error(const RefinedEvolution &run, const DistanceOn &distance_on);

/// d(a, b) at each output time. Triangle inequality: |d(a,b) - d(true a, true b)| <= error(a) + error(b) =:
/// e. For divergences whose power d^m is (asymptotically) a metric, delta = (d^m + e)^(1/m) - d with e the
/// sum of error^m. Where both flows are pointwise, the errors are those of d itself
/// (pointwise_distance.h).
Measured measure_distance(const RefinedEvolution &a, const RefinedEvolution &b, const DistanceOn &distance_on,
                          double metric_power);

/// |q(a) - q(b)| of a ledger quantity at each output time; the error of each side as above with |.| for the
/// distance. Where both flows are pointwise, the errors are those of the difference itself
/// (pointwise_distance.h).
Measured measure_difference(const RefinedEvolution &a, const RefinedEvolution &b,
                            const std::function<double(const LedgerRow &)> &quantity);

}  // namespace gammaflow
