// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/particles/kernel_sums.h>

#include <vector>

namespace gammaflow
{
/// grad log pi at all particles, direction by direction. NumericalFailure where it is not finite, which names
/// the particle.
std::vector<double> scores(const PointwiseDensity &target, const PointMeasure &x);
/// The same times the weights.
std::vector<double> weighted_scores(const PointwiseDensity &target, const PointMeasure &x);

/// Phi_i = sum_j [k(x_i, x_j) w_j s_j + w_j grad_(x_j) k(x_i, x_j)] (Liu and Wang, NeurIPS 2016), direction
/// by direction; `weighted_scores` holds w_j s_j.
std::vector<double> stein_velocity(const ParticleKernel &kernel, const PointMeasure &x,
                                   const std::vector<double> &weighted_scores);

}  // namespace gammaflow
