// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/references/numbers_over_time.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// The first of the times that tell of time n: itself and later ones, two at least. What the data did at the
/// start is left behind, and errors that grow are seen early.
std::size_t first_to_tell(std::size_t n, std::size_t times)
{
  return n == 0 ? 0 : std::max<std::size_t>(1, std::min(n, times - std::min<std::size_t>(times, 2)));
}

/// [k]: the largest difference from time n on, as far as they are numbers.
std::vector<double> largest_from(const Table &differences, std::size_t n)
{
  std::vector<double> largest(differences[n].size(), 0.);
  for (; n < differences.size(); ++n)
    for (std::size_t k = 0; k < largest.size(); ++k)
      largest[k] = std::fmax(largest[k], std::abs(differences[n][k]));
  return largest;
}
}  // namespace

std::vector<ErrorEstimate> estimates_over_time(const Table &differences, double fastest,
                                               const std::vector<double> &noise,
                                               const ErrorEstimate &of_state, double least)
{
  std::vector<ErrorEstimate> result;
  for (std::size_t n = 0; n < differences.size(); ++n) {
    const std::size_t from = first_to_tell(n, differences.size());
    const double largest_noise = *std::max_element(noise.begin() + std::ptrdiff_t(from), noise.end());
    const std::vector<double> largest = largest_from(differences, from);
    // of the time with the largest difference of the two finest: signs of different times tell nothing
    const bool alternating = changes_sign(
        *std::max_element(differences.begin() + std::ptrdiff_t(from), differences.end(),
                          [](const auto &a, const auto &b) { return std::abs(a[0]) < std::abs(b[0]); }),
        largest_noise);
    result.push_back(error_estimate_at_time(
        differences[n], largest, noise[n],
        error_estimate_of_number(largest, fastest, largest_noise, of_state, alternating, least)));
  }
  return result;
}

}  // namespace gammaflow
