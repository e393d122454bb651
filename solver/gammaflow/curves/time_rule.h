// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace gammaflow
{
/// A rule for int_0^T f dt.
struct TimeRule {
  std::vector<double> times, weights;
};
/// `points` Gauss points on each of `panels` equal parts of [0, end], ascending.
TimeRule gauss_rule(double end, unsigned panels, unsigned points);

}  // namespace gammaflow
