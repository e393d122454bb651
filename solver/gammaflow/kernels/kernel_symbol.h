// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>

#include <functional>
#include <optional>

namespace gammaflow
{
/// The factor by which Kf multiplies a mode of the Laplacian L with the eigenvalue `value` (negative ones
/// count as 0): g(value) of an intrinsic kernel, else the Fourier transform of the profile at the frequency
/// value^1/2, exact where walls cut nothing off. std::bad_cast for the kernel `bilinear`, here and below.
double kernel_symbol(const Kernel &kernel, double value);
/// The same as a function of the eigenvalue, for many values. The kernel must outlive it.
std::function<double(double)> kernel_symbol(const Kernel &kernel);
/// g of an intrinsic kernel, which is its symbol exactly; an empty function for other kernels and for null.
std::function<double(double)> exact_symbol(const Kernel *kernel);
/// Half the second moment: delta^2 of the expansion Kf = 1 - delta^2 L + ... of a kernel of unit integral;
/// infinite where there is none.
double squared_width(const Kernel &kernel);
/// The s of kernels whose symbol falls like |w|^-2s: the s of intrinsic Matern; nu + d/2 of Matern and
/// Laplace; d/2 + k + 1/2 of Wendland (Wendland 2005, Thm 10.35); empty for others.
std::optional<double> kernel_smoothness(const Kernel &kernel);
/// The length 1/w of the modes with symbol(w^2) = part * symbol(0): the shortest ones that kernel ridge
/// regression moves, where part = ridge/density. At most `longest`, and `longest` where part >= 1.
double moved_length(const Kernel &kernel, double part, double longest);

}  // namespace gammaflow
