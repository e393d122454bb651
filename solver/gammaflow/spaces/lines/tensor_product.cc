// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/vector_targets.h>
#include <gammaflow/spaces/lines/tensor_product.h>

namespace gammaflow
{
void apply_rows(const Laplacian1D &laplacian, std::size_t n, const double *x, double *y)
{
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k)
      sum += laplacian.values[k] * x[laplacian.columns[k]];
    y[i] = sum;
  }
}

GAMMAFLOW_VECTOR_TARGETS
void add_row(const Laplacian1D &laplacian, std::size_t i, std::size_t n, const double *x,
             std::size_t distance, double *y)
{
  for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k) {
    const double value = laplacian.values[k];
    const double *line = x + laplacian.columns[k] * distance;
    for (std::size_t l = 0; l < n; ++l) y[l] += value * line[l];
  }
}
}  // namespace gammaflow
