// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <cstdint>

namespace gammaflow
{
/// Philox4x32 with ten rounds (Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC
/// 2011): four random words of a counter and a key.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// Random numbers that are a function of a seed, a purpose (`stream` < 256), an `index` (of the particle,
/// say) and a `step`: they do not depend on threads, nor on what other objects draw. At most 2^25 words per
/// object.
class CounterRandom
{
 public:
  CounterRandom(std::uint64_t seed, std::uint32_t stream, std::uint64_t index, std::uint32_t step);

  double uniform();  ///< in (0, 1), 52 bits
  double normal();   ///< of mean 0 and variance 1 (Box and Muller, 1958)
  /// 0 ... n - 1 with equal probabilities.
  std::uint64_t below(std::uint64_t n);

 private:
  std::uint64_t word();

  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_, block_{};
  unsigned used_ = 2;  ///< of the two 64-bit words of the block
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace gammaflow
