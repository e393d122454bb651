// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

namespace gammaflow
{
/// int |u| of the finite-element function u, which has kinks where it changes its sign: in cells where it
/// does, exactly along one direction, and by Gauss rules that are halved until they agree across it;
/// elsewhere by the space's pairing. In 1D up to round-off; in 2D and 3D the halving ends at a relative 1e-8
/// and 1e-4, or where it would cost more than a million (3D: 10^5) lines of a mesh. `error` is set to an
/// estimate of the absolute error, from the last change by halving.
double integral_of_absolute(const Space &space, const Vector &u, double *error = nullptr);

/// max |u| of the finite-element function: cells whose Bernstein coefficients exceed the largest value found
/// at nodes are halved until they exceed it by no more than a relative 1e-10 (1D), 1e-8 (2D, 3D), or a
/// million times.
double maximum_of_absolute(const Space &space, const Vector &u);

}  // namespace gammaflow
