// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// The marks of an axis and their labels.
struct Ticks {
  std::vector<double> values;
  std::vector<std::string> labels;
  int exponent = 0;  ///< the labels are of values / 10^exponent
};

/// 10 to this power, with raised digits.
std::string power_of_ten(int exponent);
/// At round numbers in [low, high], about `count`; numbers that are all large or small share a power of ten.
Ticks linear_ticks(double low, double high, unsigned count = 5);
/// At powers of ten in [low, high], positive; at round numbers between them where there are few.
Ticks logarithmic_ticks(double low, double high);

}  // namespace gammaflow
