// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/references/time_window.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double of_own = 0.9, of_between = 0.5, of_soon = 0.3, of_ever = 0.1;
constexpr std::size_t neighbours = 3, fewest_times = 4;

/// 0 of an empty range; what is not a number is passed over.
double largest(const std::vector<double> &differences, std::size_t first, std::size_t end)
{
  double result = 0;
  for (std::size_t n = first; n < end; ++n) result = std::fmax(result, std::abs(differences[n]));
  return result;
}
}  // namespace

std::vector<double> errors_in_time(const std::vector<double> &differences, const Differing what)
{
  const std::size_t times = differences.size();
  const double own = times > fewest_times ? of_own : 1;
  std::vector<double> errors;
  for (std::size_t n = 0; n < times; ++n) {
    const double d = std::abs(differences[n]);
    errors.push_back(d);
    if (n == 0 || times == 2) continue;
    const std::size_t first = n > neighbours ? n - neighbours : 1, end = std::min(n + neighbours + 1, times);
    const double before = largest(differences, first, n), after = largest(differences, n + 1, end);
    const double between = n == 1           ? std::abs(differences[2])
                           : n + 1 == times ? std::abs(differences[n - 1])
                                            : std::min(before, after);
    errors.back() = std::max(own * d, of_between * between);
    if (what == Differing::states) continue;
    errors.back() = std::max(
        {errors.back(), of_soon * largest(differences, n, end), of_ever * largest(differences, n, times)});
  }
  return errors;
}

}  // namespace gammaflow
