// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace gammaflow
{
/// The factors L D L^T of a symmetric positive definite matrix of n rows and `band` diagonals below the main
/// one. O(n band^2) operations; may be used by several threads at a time.
class BandedFactor
{
 public:
  /// entries[i (band + 1) + b]: the entry (i, i - b), b <= band. NumericalFailure where a pivot is not
  /// positive.
  BandedFactor(std::size_t band, std::vector<double> entries);

  std::size_t size() const { return entries_.size() / (band_ + 1); }
  /// x = A^-1 x, in place, of size() numbers.
  void solve(double *x) const;
  /// The diagonal of A^-1, from the entries of A^-1 within the band (Takahashi, Fagan and Chen, Proc. 8th
  /// PICA Conf. (1973)).
  std::vector<double> inverse_diagonal() const;

 private:
  double lower(std::size_t i, std::size_t j) const { return entries_[i * (band_ + 1) + (i - j)]; }

  std::size_t band_;
  std::vector<double> entries_;  ///< of D at b = 0, of L at b > 0
};

}  // namespace gammaflow
