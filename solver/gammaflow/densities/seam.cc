// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/seam.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
const char *const periodic_data =
    "a function with the same values at both ends of a periodic direction, or `boundary = no-flux`";

namespace
{
/// On a line through the box in the direction d.
struct Line {
  double jump, range, largest_step;
};

Line along(const Space &space, const std::function<double(const Point &)> &f, Point x, unsigned d, int n)
{
  double least = std::numeric_limits<double>::infinity(), most = -least, step = 0, first = 0, last = 0;
  for (int i = 0; i <= n; ++i) {
    x[d] = space.lower()[d] + (space.upper()[d] - space.lower()[d]) * i / n;
    const double value = f(x);
    if (!std::isfinite(value)) return {0, 0, 0};  // refused elsewhere
    least = std::min(least, value);
    most = std::max(most, value);
    if (i == 0) first = value;
    if (i > 0) step = std::max(step, std::abs(value - last));
    last = value;
  }
  return {std::abs(last - first), most - least, step};
}

/// Steps of a continuous function get smaller with the distance.
bool jumps_elsewhere(const Space &space, const std::function<double(const Point &)> &f, const Point &x,
                     unsigned d, double jump)
{
  const double coarse = along(space, f, x, d, 512).largest_step,
               fine = along(space, f, x, d, 4096).largest_step;
  return fine > 0.7 * coarse && fine > 0.5 * jump;
}
}  // namespace

std::string seam(const Space &space, const std::function<double(const Point &)> &f)
{
  constexpr int n_lines = 8;
  for (unsigned d = 0; d < space.dim(); ++d) {
    if (!space.periodic(d)) continue;
    for (int l = 0; l < (space.dim() > 1 ? n_lines : 1); ++l) {
      Point x{};
      for (unsigned e = 0; e < space.dim(); ++e) {  // multiples of two irrational numbers
        const double part =
            e == d ? 0 : std::fmod(0.31 + l * (e == (d + 1) % 3 ? 0.6180339887 : 0.7548776662), 1);
        x[e] = space.lower()[e] + part * (space.upper()[e] - space.lower()[e]);
      }
      const Line line = along(space, f, x, d, 64);
      if (line.jump <= 1e-4 * line.range || jumps_elsewhere(space, f, x, d, line.jump)) continue;
      Point end = x;
      end[d] = space.upper()[d];
      std::ostringstream out;
      out << "is not periodic: it is " << f(x) << " at "
          << "xyz"[d] << " = " << x[d] << " and " << f(end) << " at "
          << "xyz"[d] << " = " << end[d];
      return out.str();
    }
  }
  return "";
}

}  // namespace gammaflow
