// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace gammaflow
{
/// a log(a/b) - a + b >= 0 for a, b >= 0; b where a = 0; infinite where b = 0 < a.
double kl_integrand(double a, double b);

}  // namespace gammaflow
