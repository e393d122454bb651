// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/slices.h>

#include <cmath>

namespace gammaflow
{
std::vector<Point> even_directions(unsigned dim, std::size_t count)
{
  std::vector<Point> result;
  const double golden = M_PI * (3 - std::sqrt(5.));
  for (std::size_t k = 0; k < count; ++k) {
    const double part = (double(k) + 0.5) / double(count);
    if (dim == 1)
      result.push_back({{1, 0, 0}});
    else if (dim == 2)
      result.push_back({{std::cos(M_PI * part), std::sin(M_PI * part), 0}});
    else {
      const double radius = std::sqrt(1 - part * part), angle = golden * double(k);
      result.push_back({{radius * std::cos(angle), radius * std::sin(angle), part}});
    }
  }
  return result;
}

}  // namespace gammaflow
