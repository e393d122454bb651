// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/counter_random.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> k)
{
  for (unsigned round = 0; round < 10; ++round) {
    const std::uint64_t first = std::uint64_t(0xD2511F53) * c[0], second = std::uint64_t(0xCD9E8D57) * c[2];
    c = {{std::uint32_t(second >> 32) ^ c[1] ^ k[0], std::uint32_t(second),
          std::uint32_t(first >> 32) ^ c[3] ^ k[1], std::uint32_t(first)}};
    k[0] += 0x9E3779B9;
    k[1] += 0xBB67AE85;
  }
  return c;
}

// The key is the seed. The counter: the number of the block (24 bits) and the stream (8), the step, the
// index.
CounterRandom::CounterRandom(std::uint64_t seed, std::uint32_t stream, std::uint64_t index,
                             std::uint32_t step)
    : key_{{std::uint32_t(seed), std::uint32_t(seed >> 32)}},
      counter_{{stream << 24, step, std::uint32_t(index), std::uint32_t(index >> 32)}}
{
}

std::uint64_t CounterRandom::word()
{
  if (used_ == 2) {
    block_ = philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  const unsigned at = 2 * used_++;
  return std::uint64_t(block_[at]) | std::uint64_t(block_[at + 1]) << 32;
}

double CounterRandom::uniform()
{
  return (double(word() >> 12) + 0.5) * 0x1p-52;
}

double CounterRandom::normal()
{
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  constexpr double two_pi = 6.28318530717958647693;
  const double radius = std::sqrt(-2 * std::log(uniform())), angle = two_pi * uniform();
  spare_ = radius * std::sin(angle);
  has_spare_ = true;
  return radius * std::cos(angle);
}

std::uint64_t CounterRandom::below(std::uint64_t n)
{
  return std::min(std::uint64_t(uniform() * double(n)), n - 1);
}

}  // namespace gammaflow
