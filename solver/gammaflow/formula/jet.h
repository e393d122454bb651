// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cmath>

namespace gammaflow
{
/// A value with its first two derivatives in one variable: what a formula is evaluated with to get its
/// derivatives exactly (Taylor arithmetic, Griewank and Walther, Evaluating Derivatives, chapter 13).
struct Jet {
  double value = 0, first = 0, second = 0;
};

/// g(a) by Faa di Bruno, from g, g' and g'' at a.value.
inline Jet chain(const Jet &a, double g, double g1, double g2)
{
  return {g, g1 * a.first, g1 * a.second + g2 * a.first * a.first};
}

inline Jet operator-(const Jet &a)
{
  return {-a.value, -a.first, -a.second};
}
inline Jet operator+(const Jet &a, const Jet &b)
{
  return {a.value + b.value, a.first + b.first, a.second + b.second};
}
inline Jet operator-(const Jet &a, const Jet &b)
{
  return {a.value - b.value, a.first - b.first, a.second - b.second};
}
inline Jet operator*(const Jet &a, const Jet &b)
{
  return {a.value * b.value, a.first * b.value + a.value * b.first,
          a.second * b.value + 2 * a.first * b.first + a.value * b.second};
}
inline Jet operator/(const Jet &a, const Jet &b)
{
  const double r = 1 / b.value;
  return a * chain(b, r, -r * r, 2 * r * r * r);
}

inline Jet exp(const Jet &a)
{
  const double e = std::exp(a.value);
  return chain(a, e, e, e);
}
inline Jet log(const Jet &a)
{
  const double r = 1 / a.value;
  return chain(a, std::log(a.value), r, -r * r);
}
/// a^n for small whole n, by products.
inline Jet whole_power(const Jet &a, int n)
{
  if (n == 1) return a;
  const Jet half = whole_power(a, n / 2), square = half * half;
  return n % 2 ? square * a : square;
}
/// a^c. Integer powers of 0 and of negative numbers are plain numbers.
inline Jet power(const Jet &a, double c)
{
  if (c >= 1 && c <= 16 && c == std::floor(c)) return whole_power(a, int(c));
  const auto term = [&](double factor, double e) { return factor == 0 ? 0 : factor * std::pow(a.value, e); };
  return chain(a, std::pow(a.value, c), term(c, c - 1), term(c * (c - 1), c - 2));
}
inline Jet power(const Jet &a, const Jet &b)
{
  return b.first == 0 && b.second == 0 ? power(a, b.value) : exp(b * log(a));
}

}  // namespace gammaflow
