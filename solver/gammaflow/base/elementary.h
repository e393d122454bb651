// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>

namespace gammaflow
{
/// y = exp(x), to one unit in the last place; 0 below exp(-708), where numbers lose digits, and infinite
/// above exp(709). For many numbers at once: compiled for what the processor can do.
void exponentials(std::size_t n, const double *x, double *y);

/// y = log(a/b) for positive a and b, without cancellation near a = b (log1p((a - b)/b)) and without over- or
/// underflow of the ratio.
void log_ratios(std::size_t n, const double *a, const double *b, double *y);
}  // namespace gammaflow
