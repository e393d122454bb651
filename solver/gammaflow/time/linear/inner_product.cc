// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/time/linear/inner_product.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
void InnerProduct::of_all(const Vector &v, const std::vector<const Vector *> &others,
                          std::vector<double> &products) const
{
  products.assign(others.size() + 1, 0.);
  const std::size_t n = size(weights_);
  for (std::size_t first = 0; first < size(v); first += n)
    for (std::size_t begin = 0; begin < n; begin += cache_block) {
      const std::size_t count = std::min(cache_block, n - begin);
      const double *w = data(weights_) + begin, *a = data(v) + first + begin;
      for (std::size_t k = 0; k < products.size(); ++k) {
        const double *b = k < others.size() ? data(*others[k]) + first + begin : a;
        products[k] += sum_of(count, [=](std::size_t i) { return w[i] * a[i] * b[i]; });
      }
    }
  sum_over_processes(products, space_.weights());
}

double InnerProduct::of(const Vector &a, const Vector &b) const
{
  const std::size_t n = size(weights_);
  const double *w = data(weights_);
  double sum = 0;
  for (std::size_t first = 0; first < size(a); first += n) {
    const double *p = data(a) + first, *q = data(b) + first;
    sum += sum_of(n, [=](std::size_t i) { return w[i] * p[i] * q[i]; });
  }
  return space_.sum(sum);
}

double InnerProduct::norm(const Vector &a) const
{
  return std::sqrt(of(a, a));
}

}  // namespace gammaflow
