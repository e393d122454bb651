// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/sparse/sparse_rows.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
void SparseRows::add(const std::size_t i, const std::size_t j, const double value)
{
  auto &row = rows_[i];
  const auto at = std::lower_bound(
      row.begin(), row.end(), j, [](const auto &entry, std::size_t column) { return entry.first < column; });
  if (at != row.end() && at->first == j)
    at->second += value;
  else
    row.insert(at, {j, value});
}

SparseMatrix SparseRows::stiffness() const
{
  const auto n = Eigen::Index(rows_.size());
  std::vector<double> diagonal(rows_.size(), 0.);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    for (const auto &[j, value] : rows_[i])
      if (j == i) diagonal[i] = value;
  const auto kept = [&](std::size_t i, std::size_t j, double value) {
    return j != i && std::abs(value) > 1e-15 * std::sqrt(diagonal[i] * diagonal[j]);
  };
  Eigen::VectorXi sizes(n);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    sizes[Eigen::Index(i)] = 1 + int(std::count_if(rows_[i].begin(), rows_[i].end(), [&](const auto &entry) {
                               return kept(i, entry.first, entry.second);
                             }));
  SparseMatrix matrix(n, n);
  matrix.reserve(sizes);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    double sum = 0;
    for (const auto &[j, value] : rows_[i])
      if (kept(i, j, value)) {
        matrix.insert(Eigen::Index(i), Eigen::Index(j)) = value;
        sum -= value;
      }
    matrix.insert(Eigen::Index(i), Eigen::Index(i)) = sum;
  }
  matrix.makeCompressed();
  return matrix;
}

}  // namespace gammaflow
