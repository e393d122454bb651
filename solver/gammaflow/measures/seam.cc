// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/measures/seam.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
Charges charges_at(unsigned dim, const std::vector<Point> &points, std::vector<double> charge)
{
  Charges result;
  result.dim = dim;
  result.charge = std::move(charge);
  for (unsigned d = 0; d < dim; ++d)
    for (const Point &x : points) result.coordinates.push_back(x[d]);
  return result;
}
}  // namespace

Seam::Seam(const Charges &charges, const Point &lower, const PeriodicProfile &around, double radius)
{
  std::array<int, 3> most{};
  for (unsigned d = 0; d < charges.dim; ++d)
    if (around.period(d) > 0) most[d] = int(std::ceil(radius / around.period(d)));
  std::vector<Point> own, moved;
  std::vector<double> own_charge, moved_charge;
  for (std::size_t i = 0; i < charges.size(); ++i) {
    Point x{};
    bool near_one = false;
    for (unsigned d = 0; d < charges.dim; ++d) {
      x[d] = charges.coordinate(d)[i];
      if (most[d] == 0) continue;
      near_one = near_one || std::min(x[d] - lower[d], lower[d] + around.period(d) - x[d]) <= radius;
    }
    if (!near_one) continue;
    own.push_back(x);
    own_charge.push_back(charges.charge[i]);
    for (int a = -most[0]; a <= most[0]; ++a)
      for (int b = -most[1]; b <= most[1]; ++b)
        for (int c = -most[2]; c <= most[2]; ++c) {
          const Point image{
              {x[0] + a * around.period(0), x[1] + b * around.period(1), x[2] + c * around.period(2)}};
          bool within = a != 0 || b != 0 || c != 0;
          for (unsigned d = 0; d < charges.dim; ++d)
            within = within && (most[d] == 0 || (image[d] >= lower[d] - radius &&
                                                 image[d] <= lower[d] + around.period(d) + radius));
          if (!within) continue;
          moved.push_back(image);
          moved_charge.push_back(charges.charge[i]);
        }
  }
  near = charges_at(charges.dim, own, std::move(own_charge));
  images = charges_at(charges.dim, moved, std::move(moved_charge));
}

Charges joined(const Charges &a, const Charges &b)
{
  Charges result;
  result.dim = a.dim;
  for (unsigned d = 0; d < a.dim; ++d)
    for (const Charges *part : {&a, &b})
      result.coordinates.insert(result.coordinates.end(), part->coordinate(d),
                                part->coordinate(d) + part->size());
  for (const Charges *part : {&a, &b})
    result.charge.insert(result.charge.end(), part->charge.begin(), part->charge.end());
  return result;
}

}  // namespace gammaflow
