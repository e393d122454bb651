// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace gammaflow
{
/// The largest degree of polynomials in one variable below.
constexpr unsigned most_degree = 63;

/// The value at x in [0,1] of the polynomial with these Bernstein coefficients, by de Casteljau's scheme.
double bernstein_value(unsigned degree, const double *c, double x);

/// Appends the places on (0,1), ascending, at which the polynomial with these Bernstein coefficients changes
/// its sign, to round-off, and maybe some at which it does not. Coefficients that change their sign once
/// belong to one zero (Descartes' rule), which is found by Newton's method; others are halved, until the
/// interval is 1e-7 wide: zeros that are closer than that may be lost.
void sign_changes(unsigned degree, const double *c, std::vector<double> &found);

}  // namespace gammaflow
