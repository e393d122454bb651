// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <sstream>

namespace gammaflow
{
std::string all_digits(double value)
{
  if (std::isnan(value)) return "nan";
  std::ostringstream out;
  out.precision(std::numeric_limits<double>::max_digits10);
  out << value;
  return out.str();
}

std::string few_digits(double value, int digits)
{
  if (!std::isfinite(value)) return "-";
  char text[40];
  std::snprintf(text, sizeof(text), "%.*g", digits, value);
  return text;
}

}  // namespace gammaflow
