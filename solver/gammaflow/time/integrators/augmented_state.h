// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/time_integrator.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace gammaflow
{
/// The state with its quadratures: what a one-step method advances as one unknown.
struct AugmentedState {
  Vector y;
  EvolutionProblem::Quadratures integrals{};
};

/// op(first_i, rest_i...) for all entries of these states and of their quadratures. Only locally owned
/// entries are touched: the same on one process and on many.
template <class Operation, class... Rest>
void for_all(const Operation &op, AugmentedState &first, const Rest &...rest)
{
  const auto over_entries = [&op, n = size(first.y)](double *result, const auto *...entry) {
    for (std::size_t i = 0; i < n; ++i) op(result[i], entry[i]...);
  };
  over_entries(data(first.y), data(rest.y)...);
  for (std::size_t k = 0; k < first.integrals.size(); ++k) op(first.integrals[k], rest.integrals[k]...);
}

/// A state and its factor in a sum.
using Term = std::pair<double, const AugmentedState *>;

/// sum = x + f_1 k_1 + f_2 k_2 + ..., from left to right; x may be null: 0. Of so few entries at a time that
/// they stay in the cache.
void combine(const AugmentedState *x, const std::vector<Term> &terms, AugmentedState &sum);

}  // namespace gammaflow
