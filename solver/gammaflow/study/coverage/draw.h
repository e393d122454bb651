// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/all_digits.h>

#include <cmath>
#include <random>
#include <string>

namespace gammaflow
{
/// Random numbers, and their text in formulas.
class Draw
{
 public:
  explicit Draw(unsigned seed) : random_(seed) {}
  /// By the generator's own bits: the same with every library.
  double between(double low, double high) { return low + (high - low) * (double(random_()) / 4294967296.); }
  std::string text(double low, double high) { return few_digits(between(low, high), 9); }
  std::string whole(int low, int high)
  {
    return std::to_string(low + int(std::floor(between(0, high - low + 1))));
  }

 private:
  std::mt19937 random_;
};

}  // namespace gammaflow
