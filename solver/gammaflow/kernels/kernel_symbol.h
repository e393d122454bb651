// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>

#include <functional>
#include <optional>

namespace gammaflow
{
/// Kf on a mode of the Laplacian with this eigenvalue: g of an intrinsic kernel, the Fourier transform of a
/// profile at the frequency value^1/2 (exact where nothing is cut off by walls).
double kernel_symbol(const Kernel &kernel, double value);
/// The same as a function, for many values; as long as the kernel lives.
std::function<double(double)> kernel_symbol(const Kernel &kernel);
/// g of an intrinsic kernel, which is its symbol exactly; empty for others and for null.
std::function<double(double)> exact_symbol(const Kernel *kernel);
/// Half the second moment, delta^2 of Kf = 1 - delta^2 L + ...; infinite where there is none.
double squared_width(const Kernel &kernel);
/// s of kernels whose symbol falls like |w|^-2s: Matern, Laplace (nu + d/2), Wendland; else empty.
std::optional<double> kernel_smoothness(const Kernel &kernel);
/// The length 1/w of the modes with symbol(w^2) = part * symbol(0), the shortest that kernel ridge regression
/// moves where part = ridge/density; at most `longest`.
double moved_length(const Kernel &kernel, double part, double longest);

}  // namespace gammaflow
