#include <gammaflow/discretization/tensor_product.h>

#include <algorithm>

namespace gammaflow
{
void add_sparse_direction(const Laplacian1D &laplacian, const std::array<std::size_t, 3> &sizes,
                          const unsigned direction, const double *x, double *y, const bool add)
{
  const std::size_t n = sizes[direction];
  const std::size_t upper = (direction < 1 ? sizes[1] : 1) * (direction < 2 ? sizes[2] : 1);
  const std::size_t lower = (direction > 0 ? sizes[0] : 1) * (direction > 1 ? sizes[1] : 1);
  for (std::size_t u = 0; u < upper; ++u)
    for (std::size_t i = 0; i < n; ++i) {
      double *out = y + (u * n + i) * lower;
      if (lower == 1) {
        double sum = 0;
        for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k)
          sum += laplacian.values[k] * x[u * n + laplacian.columns[k]];
        *out = add ? *out + sum : sum;
      } else {
        if (!add) std::fill(out, out + lower, 0.);
        for (std::size_t k = laplacian.row_start[i]; k < laplacian.row_start[i + 1]; ++k) {
          const double value = laplacian.values[k];
          const double *in = x + (u * n + laplacian.columns[k]) * lower;
          for (std::size_t l = 0; l < lower; ++l) out[l] += value * in[l];
        }
      }
    }
}

}  // namespace gammaflow
