// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/figures/from_json.h>
#include <gammaflow/io/figures/ticks.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <limits>

namespace gammaflow
{
namespace figure_data
{
using Json = nlohmann::json;

const Json &at(const Json &object, const char *key)
{
  static const Json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string text(const Json &value, const std::string &otherwise)
{
  return value.is_string() && !value.get_ref<const std::string &>().empty() ? value.get<std::string>()
                                                                            : otherwise;
}

std::vector<double> numbers(const Json &array)
{
  return array.is_array() ? numbers_of(array) : std::vector<double>();
}

std::vector<std::vector<double>> rows(const Json &array)
{
  std::vector<std::vector<double>> result;
  if (array.is_array())
    for (const auto &row : array) result.push_back(numbers(row));
  return result;
}

std::string file_name(const std::string &name)
{
  std::string result;
  for (const char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      result += c;
    else if (!result.empty() && result.back() != '-')
      result += '-';
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.substr(0, 60);
}

std::string short_number(double value)
{
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  std::string result = text;
  const auto e = result.find('e');
  if (e != std::string::npos) {
    const std::string mantissa = result.substr(0, e), power = power_of_ten(std::stoi(result.substr(e + 1)));
    result = mantissa == "1" ? power : mantissa + "\u00b7" + power;
  }
  if (result[0] == '-') result = "\u2212" + result.substr(1);
  return result;
}

bool wants_logarithm(const std::vector<Curve> &curves)
{
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const auto &curve : curves)
    for (const double y : curve.y) {
      if (!std::isfinite(y)) continue;
      if (!(y > 0)) return false;
      low = std::min(low, y);
      high = std::max(high, y);
    }
  return high > 20 * low;
}
}  // namespace figure_data
}  // namespace gammaflow
