#include <gammaflow/core/vector_targets.h>
#include <gammaflow/discretization/tensor_product.h>

namespace gammaflow
{
namespace
{
/// y = L x along a line.
void apply_rows(const Laplacian1D &laplacian, std::size_t n, const double *x, double *y)
{
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0;
    for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k)
      sum += laplacian.values[k] * x[laplacian.columns[k]];
    y[i] = sum;
  }
}

/// y += row i of L times the lines x, which are `distance` apart.
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
}  // namespace

void apply_sparse_sum(const std::array<const Laplacian1D *, 3> &laplacians,
                      const std::array<std::size_t, 3> &sizes, const double *x, double *y)
{
  const auto [nx, ny, nz] = sizes;
  for (std::size_t k = 0; k < nz; ++k)
    for (std::size_t j = 0; j < ny; ++j) {
      double *line = y + (k * ny + j) * nx;
      apply_rows(*laplacians[0], nx, x + (k * ny + j) * nx, line);
      if (laplacians[1]) add_row(*laplacians[1], j, nx, x + k * ny * nx, nx, line);
      if (laplacians[2]) add_row(*laplacians[2], k, nx, x + j * nx, nx * ny, line);
    }
}

}  // namespace gammaflow
