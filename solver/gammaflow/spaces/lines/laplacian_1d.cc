// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/gauss_lobatto.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace gammaflow
{
Laplacian1D::Laplacian1D(const Grid1D &grid) : grid_(grid)
{
  const GaussLobatto reference(grid.degree);
  std::vector<std::map<std::size_t, double>> rows(grid.size());
  for (std::size_t c = 0; c < grid.cells(); ++c)
    for (unsigned i = 0; i <= grid.degree; ++i)
      for (unsigned j = 0; j <= grid.degree; ++j)
        rows[grid.node(c, i)][grid.node(c, j)] +=
            reference.stiffness()(i, j) / (grid.vertices[c + 1] - grid.vertices[c]);

  row_start.push_back(0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // The rows of A sum to zero: so computed, constants are in the kernel to the last bit.
    double diagonal = 0;
    for (const auto &[j, a] : rows[i])
      if (j != i) diagonal -= a;
    columns.push_back(i);
    values.push_back(diagonal / grid.weights[i]);
    for (const auto &[j, a] : rows[i])
      if (j != i) {
        columns.push_back(j);
        values.push_back(a / grid.weights[i]);
      }
    row_start.push_back(columns.size());
  }
}

std::shared_ptr<const Laplacian1D> Laplacian1D::shared(const Grid1D &grid)
{
  static std::mutex mutex;
  static std::vector<std::weak_ptr<const Laplacian1D>> known;
  const std::lock_guard<std::mutex> lock(mutex);
  known.erase(std::remove_if(known.begin(), known.end(), [](const auto &entry) { return entry.expired(); }),
              known.end());
  for (const auto &entry : known)
    if (const auto laplacian = entry.lock(); laplacian && laplacian->grid_ == grid) return laplacian;
  const auto laplacian = std::make_shared<const Laplacian1D>(grid);
  known.push_back(laplacian);
  return laplacian;
}

double Laplacian1D::largest_eigenvalue() const
{
  double bound = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    double row = 0;
    for (std::size_t k = row_start[i]; k < row_start[i + 1]; ++k) row += std::abs(values[k]);
    bound = std::max(bound, row);
  }
  return bound;
}

const Eigenbasis &Laplacian1D::eigenbasis() const
{
  std::call_once(decomposed_, [this] {
    eigenbasis_ = std::make_unique<Eigenbasis>(grid_.uniform ? Eigenbasis::of_uniform(grid_)
                                                             : Eigenbasis::of_any(grid_));
  });
  return *eigenbasis_;
}

}  // namespace gammaflow
