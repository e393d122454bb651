#pragma once

#include <array>
#include <cstddef>

namespace gammaflow
{
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

}  // namespace gammaflow
