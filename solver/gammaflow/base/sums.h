// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

namespace gammaflow
{
/// The length of blocks that stay in the first-level cache while several loops go over them.
constexpr std::size_t cache_block = 512;

/// The sum of term(i), i < n, as eight interleaved partial sums: additions that do not wait for one another,
/// in an order that depends on n alone.
template <class Term>
double sum_of(std::size_t n, const Term &term)
{
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> partial{};
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes)
    for (std::size_t l = 0; l < lanes; ++l) partial[l] += term(i + l);
  for (; i < n; ++i) partial[i % lanes] += term(i);
  return ((partial[0] + partial[1]) + (partial[2] + partial[3])) +
         ((partial[4] + partial[5]) + (partial[6] + partial[7]));
}

/// The largest of term(i), i < n, in interleaved parts as well; NaN where a term is NaN, -infinity for n = 0.
template <class Term>
double largest_of(std::size_t n, const Term &term)
{
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> largest, invalid{};
  largest.fill(-std::numeric_limits<double>::infinity());
  const auto visit = [&](std::size_t l, double value) {
    largest[l] = value > largest[l] ? value : largest[l];
    invalid[l] = value != value ? 1. : invalid[l];
  };
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes)
    for (std::size_t l = 0; l < lanes; ++l) visit(l, term(i + l));
  for (; i < n; ++i) visit(i % lanes, term(i));
  for (std::size_t l = 0; l < lanes; ++l)
    if (invalid[l] > 0) return std::numeric_limits<double>::quiet_NaN();
  return *std::max_element(largest.begin(), largest.end());
}

}  // namespace gammaflow
