// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// a log(a/b) - a + b >= 0 of numbers that are not negative; infinite where b = 0 < a.
double kl_integrand(double a, double b);

}  // namespace gammaflow
