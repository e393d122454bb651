// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/time/integrators/augmented_state.h>

#include <algorithm>

namespace gammaflow
{
void combine(const AugmentedState *x, const std::vector<Term> &terms, AugmentedState &sum)
{
  const std::size_t n = size(sum.y);
  double *const y = data(sum.y);
  for (std::size_t begin = 0; begin < n; begin += cache_block) {
    const std::size_t end = std::min(begin + cache_block, n);
    if (x != nullptr)
      std::copy(data(x->y) + begin, data(x->y) + end, y + begin);
    else
      std::fill(y + begin, y + end, 0.);
    for (const auto &[factor, k] : terms) {
      const double *const entries = data(k->y);
      for (std::size_t i = begin; i < end; ++i) y[i] += factor * entries[i];
    }
  }
  for (std::size_t q = 0; q < sum.integrals.size(); ++q) {
    double value = x != nullptr ? x->integrals[q] : 0;
    for (const auto &[factor, k] : terms) value += factor * k->integrals[q];
    sum.integrals[q] = value;
  }
}

}  // namespace gammaflow
