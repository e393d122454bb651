// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/study/candidates/meaning.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
namespace
{
struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
};

Range range_of(const PointMeasure &particles, unsigned d)
{
  const auto range = std::minmax_element(particles.coordinate(d), particles.coordinate(d) + particles.size());
  return {*range.first, *range.second};
}

/// The power of ten that particles have to be divided by to lie in the domain and to fill a tenth of it; 0 if
/// there is none.
double unit_that_fits(const PointMeasure &particles, const Space &space)
{
  for (int power = -9; power <= 9; ++power) {
    const double unit = std::pow(10., power);
    bool fits = power != 0;
    for (unsigned d = 0; d < space.dim(); ++d) {
      const Range range = range_of(particles, d);
      fits = fits && range.low / unit >= space.lower()[d] && range.high / unit <= space.upper()[d] &&
             (range.high - range.low) / unit >= 0.1 * (space.upper()[d] - space.lower()[d]);
    }
    if (fits) return unit;
  }
  return 0;
}
}  // namespace

void require_inside(const Snapshot &snapshot, const Space &space)
{
  const PointMeasure &particles = snapshot.particles;
  std::size_t count = 0, first = particles.size();
  for (std::size_t i = 0; i < particles.size(); ++i) {
    bool inside = true;
    for (unsigned d = 0; d < space.dim(); ++d) {
      const double rounding = 1e-12 * (space.upper()[d] - space.lower()[d]), x = particles.coordinate(d)[i];
      inside = inside && x >= space.lower()[d] - rounding && x <= space.upper()[d] + rounding;
    }
    if (inside) continue;
    first = std::min(first, i);
    ++count;
  }
  if (count == 0) return;
  std::ostringstream ranges;
  for (unsigned d = 0; d < space.dim(); ++d) {
    const Range range = range_of(particles, d);
    ranges << (d == 0 ? "" : "; ") << "xyz"[d] << " from " << range.low << " to " << range.high << ", domain "
           << space.lower()[d] << " to " << space.upper()[d];
  }
  std::string hint = "particles in the domain; --outside accept, where the distances may have them outside";
  if (const double unit = unit_that_fits(particles, space); unit != 0)
    hint += "; another unit: with --unit " + few_digits(unit) + " they would fit";
  const std::size_t row = first < snapshot.rows.size() ? snapshot.rows[first] : first + 1;
  throw InputError(snapshot.where, "",
                   std::to_string(count) + " of " + std::to_string(particles.size()) +
                       " particles lie outside of the domain, the first in row " + std::to_string(row) +
                       " (" + ranges.str() + ")",
                   hint);
}

void require_mass(const Snapshot &snapshot, double mass)
{
  const double given = snapshot.particles.mass();
  if (!snapshot.weighted || std::abs(given - 1) <= 1e-6 || std::abs(given - mass) <= 1e-6 * mass) return;
  throw InputError(snapshot.where, few_digits(given, 8),
                   "is the sum of the weights, another mass than the reference has",
                   few_digits(mass, 8) + " (or 1); or --normalize yes, which scales them");
}

void require_time(const std::optional<double> &given, const std::string &where, std::size_t count, double end)
{
  if (!given && count > 1)
    throw InputError(where, "", "has no time, and is one of several", "--times with one for each");
  const double time = given.value_or(end);
  if (time >= 0 && time <= end * (1 + 1e-12)) return;
  throw InputError(where, few_digits(time, 8), "is a time that the reference does not have",
                   "0 to " + few_digits(end, 8));
}

void require_mass(double mass, const std::string &where, double of_reference)
{
  const double ratio = mass / of_reference;
  if (ratio >= 0.5 && ratio <= 2) return;
  throw InputError(where, few_digits(mass, 6),
                   "is the integral of the density, another mass than the reference has",
                   "about " + few_digits(of_reference, 6) +
                       "; values of a density, not masses of cells; or --normalize yes, which scales them");
}

}  // namespace gammaflow
