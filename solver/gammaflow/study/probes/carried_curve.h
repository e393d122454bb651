// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/image_curve.h>
#include <gammaflow/study/probes/probe_values.h>

#include <memory>

namespace gammaflow
{
/// Whether the rate determines the velocity: on an interval with walls, where w' = -div(w f) gives
/// f = G L^+ w'/w.
bool rate_gives_velocity(const Space &space);

/// On boxes: the curve w_e with w_e(0) = w(0), w_e' = -div(w_e Kf g), where g = f (tau = 0) or g = (Kf +
/// tau)^-1 f, and f is the velocity of w. On circles and in more dimensions that is the one of the limit
/// flow: w f = j, the flux of the force psi with K(w) psi = w', and psi bounds R_e from below. Between the
/// times of the rule f is its polynomial in time through the Gauss points of each panel. Null where the
/// geometry does not know the cost of such a rate, or the limit flow has no fluxes.
std::unique_ptr<Curve> carried_curve(const ToRecover &of, double tau);

}  // namespace gammaflow
