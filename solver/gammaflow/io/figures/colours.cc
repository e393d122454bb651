// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/figure.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
Colour of(unsigned hexadecimal)
{
  return {double(hexadecimal >> 16 & 255) / 255, double(hexadecimal >> 8 & 255) / 255,
          double(hexadecimal & 255) / 255};
}

template <std::size_t n>
Colour between(const std::array<unsigned, n> &stops, double part)
{
  if (!std::isfinite(part)) return {0.8, 0.8, 0.8};
  const double place = std::clamp(part, 0., 1.) * (n - 1);
  const std::size_t low = std::min(std::size_t(place), n - 2);
  const Colour a = of(stops[low]), b = of(stops[low + 1]);
  const double share = place - double(low);
  const auto mix = [share](double p, double q) { return (1 - share) * p + share * q; };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}
}  // namespace

Colour sweep_colour(std::size_t i, std::size_t n)
{
  constexpr std::array<unsigned, 6> stops{0xe39a2c, 0xdd6b3a, 0xc93a63, 0x93329a, 0x5a4bc4, 0x2f7fd6};
  return between(stops, n < 2 ? 0.55 : double(i) / double(n - 1));
}

Colour viridis(double part)
{
  constexpr std::array<unsigned, 10> stops{0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e,
                                           0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725};
  return between(stops, part);
}

Colour diverging(double part)
{
  constexpr std::array<unsigned, 5> stops{0x24508c, 0x86aed6, 0xf7f5f1, 0xe0917c, 0x98251f};
  return between(stops, part);
}

}  // namespace gammaflow
