// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/ticks.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gammaflow
{
namespace
{
std::string fixed(double value, int decimals)
{
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  std::string result = text;
  if (result[0] == '-')
    result = result.find_first_of("123456789") == std::string::npos ? result.substr(1)
                                                                    : "\u2212" + result.substr(1);
  return result;
}

/// Three digits, without zeros that say nothing.
std::string short_number(double value)
{
  char text[64];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}
}  // namespace

std::string power_of_ten(int exponent)
{
  if (exponent == 0) return "1";
  if (exponent == 1) return "10";
  static const char *const raised[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                       "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  std::string text = exponent < 0 ? "10\u207b" : "10";
  for (const char c : std::to_string(std::abs(exponent))) text += raised[c - '0'];
  return text;
}

Ticks linear_ticks(double low, double high, unsigned count)
{
  Ticks ticks;
  if (!(high > low) || !std::isfinite(high - low)) return ticks;
  const double raw = (high - low) / count, power = std::pow(10., std::floor(std::log10(raw)));
  const double step = power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
  const double largest = std::max(std::abs(low), std::abs(high));
  const int magnitude = int(std::floor(std::log10(largest)));
  if (magnitude > 4 || magnitude < -2) ticks.exponent = magnitude;
  const double unit = std::pow(10., ticks.exponent);
  const int decimals = std::max(0, -int(std::floor(std::log10(step / unit) + 1e-9)));
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) {
    ticks.values.push_back(k * step);
    ticks.labels.push_back(fixed(k * step / unit, std::min(decimals, 12)));
  }
  return ticks;
}

Ticks logarithmic_ticks(double low, double high)
{
  Ticks ticks;
  if (!(low > 0 && high > low)) return ticks;
  const double from = std::log10(low), to = std::log10(high), decades = to - from;
  const auto add = [&](double value, const std::string &label) {
    if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) return;
    ticks.values.push_back(value);
    ticks.labels.push_back(label);
  };
  const int every = std::max(1, int(std::ceil(decades / 7)));
  for (int e = int(std::floor(from)); e <= int(std::ceil(to)); ++e) {
    if (decades >= 2) {
      if (e % every == 0) add(std::pow(10., e), power_of_ten(e));
      continue;
    }
    const std::vector<double> digits =
        decades > 0.8   ? std::vector<double>{1, 2, 5}
        : decades > 0.3 ? std::vector<double>{1, 1.5, 2, 3, 4, 5, 6, 8}
                        : std::vector<double>{1, 1.2, 1.4, 1.6, 1.8, 2,   2.5, 3,   3.5, 4,  4.5,
                                              5, 5.5, 6,   6.5, 7,   7.5, 8,   8.5, 9,   9.5};
    const bool plain = e >= -2 && e <= 3;
    for (const double d : digits)
      add(d * std::pow(10., e), plain    ? short_number(d * std::pow(10., e))
                                : d == 1 ? power_of_ten(e)
                                         : short_number(d) + "\u00b7" + power_of_ten(e));
  }
  return ticks;
}

}  // namespace gammaflow
