// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/particles/particle_kernel.h>

#include <vector>

namespace gammaflow
{
/// The most particles of kernel ridge regression: their matrix is factorized in a few seconds.
constexpr long most_for_regression = 5000;

/// field <- (K W + lambda)^-1 field for each component, K_ij = k(x_i, x_j) with the images of that component,
/// W the weights (1/N), lambda = `ridge` > 0: solved as W^(1/2) K W^(1/2) + lambda, symmetric and positive
/// definite. `field`: direction by direction. NumericalFailure where a weight is not positive or no factor
/// exists.
void regress(const ParticleKernel &kernel, const PointMeasure &x, double ridge, std::vector<double> &field);

}  // namespace gammaflow
