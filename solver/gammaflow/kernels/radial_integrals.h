// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <functional>

namespace gammaflow
{
using RadialFunction = std::function<double(double)>;

/// Area of the unit sphere in R^dim, dim = 1, 2, 3: 2, 2 pi, 4 pi.
double sphere_area(unsigned dim);
/// int_{|x| < upper} |x|^power f(|x|) dx in R^dim, for f smooth on (0, upper); upper may be infinite.
/// Relative tolerance 1e-14 (1e-13 on the half line).
double radial_integral(const RadialFunction &f, unsigned dim, double power, double upper);
/// int_{|x| < upper} f(|x|) exp(-i w.x) dx in R^dim, upper finite: Gauss quadrature on panels shorter than
/// half a wave and than `scale`, the length on which f (smooth on (0, upper)) varies. The error is of the
/// order of round-off in int |f|.
double radial_fourier(const RadialFunction &f, unsigned dim, double frequency, double upper, double scale);
/// The s with f(s) = epsilon > 0, for f decreasing from f(0) = 1 to 0, by bisection from outside.
double radius_of_decay(const RadialFunction &f, double epsilon);

}  // namespace gammaflow
