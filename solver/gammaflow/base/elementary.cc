// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/base/vector_targets.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace gammaflow
{
namespace
{
// log 2 in two parts, the first with zeros at its end: k times it is exact for |k| < 2048.
constexpr double log2_high = 6.93147180369123816490e-01, log2_low = 1.90821492927058770002e-10;
constexpr double to_integer = 0x1.8p52;  // its last bits are those of the nearest integer to what is added

inline std::uint64_t bits_of(double x)
{
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}
inline double number_of(std::uint64_t bits)
{
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}
}  // namespace

/// x = k log 2 + r, |r| <= log(2)/2, and exp(r) by the rational function of FDLIBM's e_exp.c. x may be y: a
/// part at a time is taken to where no result goes, else nothing could be computed side by side.
GAMMAFLOW_VECTOR_TARGETS
void exponentials(const std::size_t n, const double *x, double *y)
{
  constexpr double lowest = -708, highest = 709.5;
  constexpr std::size_t part = 256;
  double argument[part];
  for (std::size_t first = 0; first < n; first += part) {
    const std::size_t count = std::min(part, n - first);
    std::memcpy(argument, x + first, count * sizeof(double));
    double *result = y + first;
    for (std::size_t i = 0; i < count; ++i) {
      const double given = argument[i], below = given > highest ? highest : given,
                   at = below < lowest ? lowest : below;
      const double shifted = at * 1.44269504088896338700 + to_integer, k = shifted - to_integer;
      const double high = at - k * log2_high, low = k * log2_low, r = high - low, t = r * r;
      const double c =
          r - t * (1.66666666666666019037e-01 +
                   t * (-2.77777777770155933842e-03 +
                        t * (6.61375632143793436117e-05 +
                             t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
      const double mantissa = 1 - ((low - r * c / (2 - c)) - high);
      // 2^k by its exponent: the last bits of `shifted` are k, in two's complement
      const double value = mantissa * number_of((bits_of(shifted) + 1023) << 52);
      const double upper = given > highest ? std::numeric_limits<double>::infinity() : value;
      result[i] = given < lowest ? 0 : upper;
    }
  }
}

/// a/b = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2), and log(1 + f) by the polynomial of FDLIBM's e_log.c in
/// s = f/(2 + f); where k = 0 it is f = (a - b)/b, whose difference is exact.
GAMMAFLOW_VECTOR_TARGETS
void log_ratios(const std::size_t n, const double *a, const double *b, double *y)
{
  constexpr std::uint64_t bias = std::uint64_t(1023) << 52, root = 0x3FE6A09E667F3BCD;  // sqrt(1/2)
  std::size_t far = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double numerator = a[i], denominator = b[i], ratio = numerator / denominator;
    far += ratio > 1e-290 && ratio < 1e290 ? 0 : 1;
    const std::uint64_t bits = bits_of(ratio), exponent = (bits + (bias - root)) >> 52;
    const double k = number_of(bits_of(to_integer) + exponent) - (to_integer + 1023);
    const double rest = number_of(bits - (exponent << 52) + bias) - 1;
    const double f = k == 0 ? (numerator - denominator) / denominator : rest;
    const double s = f / (2 + f), z = s * s, half = 0.5 * f * f;
    const double R =
        z * (6.666666666666735130e-01 +
             z * (3.999999999940941908e-01 +
                  z * (2.857142874366239149e-01 +
                       z * (2.222219843214978396e-01 +
                            z * (1.818357216161805012e-01 +
                                 z * (1.531383769920937332e-01 + z * 1.479819860511658591e-01))))));
    y[i] = k * log2_high - ((half - (s * (half + R) + k * log2_low)) - f);
  }
  // The ratio may be subnormal, zero or infinite though its logarithm is a plain number.
  for (std::size_t i = 0; far > 0 && i < n; ++i)
    if (const double ratio = a[i] / b[i]; !(ratio > 1e-290 && ratio < 1e290))
      y[i] = std::log(a[i]) - std::log(b[i]);
}
}  // namespace gammaflow
