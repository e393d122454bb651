// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/error_budget.h>

#include <functional>
#include <vector>

namespace gammaflow
{
/// What tells the error of d(a, b) if both flows are pointwise (pointwise_flow.h): both with a hundredth of
/// the tolerance; of smooth data one level finer, if the states of both take less than a quarter of
/// memory/limit and less than a million nodes, and two levels, if less than 2e5 nodes. One that cannot be
/// computed is left out.
void add_finer(EvolutionCache &cache, RefinedEvolution &a, RefinedEvolution &b, const Parameters &leader);

/// The error in space of d(a, b) where both flows are pointwise. Nodal values have none then, and what the
/// states are between the nodes is no part of the distance; what is left is what d makes of the nodal values
/// on each mesh: the error of its quadrature, and of the maximum or the kinks in it.
///
/// Sums over the nodes are numbers, estimated from the differences of d on consecutive levels, finest first,
/// over the output times (numbers_over_time.h). They contract by 4^-p at best, with kinks by 2^-(p+2); by
/// more where two ratios in a row do: integrals of what is even across the walls, or periodic, converge
/// faster than any power (Euler-Maclaurin). The bar of d is 1.25 |d - d_finest| and that of d_finest.
///
/// The maximum of a - b agrees by accident, whatever the order: it may lie at a node of all meshes. There the
/// error is bounded by what interpolation misses of the function a - b. With delta_k the differences of its
/// interpolations on consecutive meshes, finest first, c the part of the first that is still missed and r the
/// contraction (error_estimate.h, of the largest |delta_k|), the true maximum is taken to lie below
/// max(|a - b| + c r^k |delta_k|) = max over both signs of max |a - b +- c r^k delta_k|, for each k. The bar
/// is that from the finest or from the next level, whichever says more: on the finest a peak may just be
/// seen.
///
/// Of rough data: four times the geometric tail of the differences of d. The tip of a kink or a cusp may be
/// between the nodes of all meshes: on boxes the bar of the maximum is no less than what a - b, seen at
/// neighbouring nodes, allows there.
std::vector<double> error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                                const DistanceOn &distance_on);

/// The error in time of d(a, b) at output i: 1.25 |d - d_tight|, and what d_tight may be wrong by, which is
/// what the triangle inequality makes of a tenth of the differences of a and b from their tight evolutions.
/// (Their tolerance is a hundredth, and their steps are at most half as long.) d may change by far less, or
/// by as much, as a and b do. `metric_power` as in measure_distance().
double time_error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                        const DistanceOn &distance_on, std::size_t i, double metric_power);

/// A number of an evolution at output i: an entry of its ledger.
using NumberOf = std::function<double(const Trajectory &evolution, std::size_t i)>;

/// The error in space of q(a) - q(b), a number of two pointwise flows, as that of a sum over the nodes above:
/// from what the difference itself is on each level. Where both flows are near each other, so are the errors
/// of both numbers, and the difference is by far more accurate than either.
std::vector<double> error_of_pointwise_number(const RefinedEvolution &a, const RefinedEvolution &b,
                                              const NumberOf &number);

/// The error in time of q(a) - q(b) at output i, from the tight evolutions, as that of d(a, b).
double time_error_of_pointwise_number(const RefinedEvolution &a, const RefinedEvolution &b,
                                      const NumberOf &number, std::size_t i);

}  // namespace gammaflow
