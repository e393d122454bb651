// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>

namespace gammaflow
{
/// y_i = exp(x_i) of n numbers, to one unit in the last place; 0 for x < -708, infinite for x > 709.5. x may
/// be y. Vectorized for the processor.
void exponentials(std::size_t n, const double *x, double *y);

/// y = log(a/b) for positive a and b, without cancellation near a = b (log1p((a - b)/b)) and without over- or
/// underflow of the ratio.
void log_ratios(std::size_t n, const double *a, const double *b, double *y);
}  // namespace gammaflow
