// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/sparse/banded_factor.h>

#include <algorithm>
#include <utility>

namespace gammaflow
{
BandedFactor::BandedFactor(const std::size_t band, std::vector<double> entries)
    : band_(band), entries_(std::move(entries))
{
  const std::size_t width = band_ + 1;
  for (std::size_t i = 0; i < size(); ++i) {
    double *row = &entries_[i * width];  // row[i - j]: first L_ij D_j
    const std::size_t first = i - std::min(i, band_);
    for (std::size_t j = first; j < i; ++j) {
      const std::size_t common = std::max(first, j - std::min(j, band_));
      for (std::size_t k = common; k < j; ++k) row[i - j] -= row[i - k] * lower(j, k);
    }
    for (std::size_t j = first; j < i; ++j) {
      const double scaled = row[i - j] / entries_[j * width];
      row[0] -= scaled * row[i - j];
      row[i - j] = scaled;
    }
    if (!(row[0] > 0)) throw NumericalFailure("a banded matrix is not positive definite");
  }
}

void BandedFactor::solve(double *x) const
{
  const std::size_t n = size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i - std::min(i, band_); j < i; ++j) x[i] -= lower(i, j) * x[j];
  for (std::size_t i = 0; i < n; ++i) x[i] /= lower(i, i);
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = i - std::min(i, band_); j < i; ++j) x[j] -= lower(i, j) * x[i];
}

/// Z = A^-1 from Z = D^-1 L^-1 + (1 - L^T) Z, of which the entries (i, j), i <= j, need those within the band
/// only: Z_ij = [i = j]/D_i - sum_{k > i} L_ki Z_kj.
std::vector<double> BandedFactor::inverse_diagonal() const
{
  const std::size_t n = size(), width = band_ + 1;
  std::vector<double> z(n * width, 0.), result(n);  // z[i width + b]: Z_{i, i + b}
  const auto at = [&](std::size_t i, std::size_t j) {
    return i < j ? z[i * width + j - i] : z[j * width + i - j];
  };
  for (std::size_t i = n; i-- > 0;) {
    const std::size_t last = std::min(n - 1, i + band_);
    for (std::size_t j = last + 1; j-- > i;) {
      double sum = i == j ? 1 / lower(i, i) : 0;
      for (std::size_t k = i + 1; k <= last; ++k) sum -= lower(k, i) * at(k, j);
      z[i * width + j - i] = sum;
    }
    result[i] = z[i * width];
  }
  return result;
}

}  // namespace gammaflow
