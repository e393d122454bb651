// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/cells/front_cells.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
/// theta = s^2 (3 - 2 s) with s = log_10(front_contrast largest/smallest) between 0 and 1.
void FrontCell::blend(const double smallest, const double largest)
{
  theta = 0;
  lowest_slope = highest_slope = 0;
  if (!(smallest < front_contrast * largest)) return;
  const double s = smallest > 0 ? std::log10(front_contrast * (largest / smallest)) : 1;
  if (!(s < 1)) {
    theta = 1;
    return;
  }
  theta = s * s * (3 - 2 * s);
  const double slope = 6 * s * (1 - s) / std::log(10.);
  lowest_slope = -slope / smallest;
  highest_slope = slope / largest;
}

std::vector<std::array<double, 2>> control_volumes(const GaussLobatto &reference)
{
  std::vector<std::array<double, 2>> result;
  double boundary = 0;
  for (unsigned i = 0; i < reference.degree(); ++i) {
    boundary += reference.weights()[i];
    result.push_back({{boundary - reference.points()[i], reference.points()[i + 1] - boundary}});
  }
  return result;
}

}  // namespace gammaflow
