// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/error_budget.h>

#include <vector>

namespace gammaflow
{
/// Both flows one level finer, too, if both are pointwise (pointwise_flow.h) and of smooth data, and if the
/// states of both take less than a quarter of memory/limit and less than a million nodes.
void add_finer(EvolutionCache &cache, RefinedEvolution &a, RefinedEvolution &b, const Parameters &leader);

/// The error in space of d(a, b) where both flows are pointwise. Nodal values have none then, and what the
/// states are between the nodes is no part of the distance; what is left is what d makes of the nodal values
/// on each mesh: the error of its quadrature, and of the maximum or the kinks in it.
///
/// Sums over the nodes are numbers, estimated from d_finer - d, d - d_coarse, d_coarse - d_coarser over the
/// output times (numbers_over_time.h). They contract by 4^-p at best, with kinks by 2^-(p+2); by more where
/// two ratios in a row do: integrals of what is even across the walls, or periodic, converge faster than any
/// power (Euler-Maclaurin). The bar of d is |d - d_finer| and that of d_finer.
///
/// The maximum of a - b agrees by accident, whatever the order: it may lie at a node of all meshes. There the
/// error is bounded by what interpolation misses of the function a - b. With delta_k the differences of its
/// interpolations on consecutive meshes, finest first, c the part of the first that is still missed and r the
/// contraction (error_estimate.h, of the largest |delta_k|), the true maximum is taken to lie below
/// max(|a - b| + c r^k |delta_k|) = max over both signs of max |a - b +- c r^k delta_k|, for each k.
///
/// Of rough data: four times the geometric tail of the differences of d.
std::vector<double> error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                                const DistanceOn &distance_on);

/// The error in time of the distance between pointwise flows. d(a, b) changes less than a and b do, so the
/// triangle inequality says too much: `triangle` are its bars, nine times the error for errors proportional
/// to the tolerance. From |d - d_loose|, the largest of this time and later ones, two at least, with the
/// contraction of twice a tenth and a safety factor of 3; not below a ninth of the triangle inequality's.
/// Two runs may take the same steps at first; so what is later stands for that, too.
std::vector<double> time_error_of_pointwise_distance(const RefinedEvolution &a, const RefinedEvolution &b,
                                                     const DistanceOn &distance_on,
                                                     const std::vector<double> &fine,
                                                     const std::vector<double> &triangle);

}  // namespace gammaflow
