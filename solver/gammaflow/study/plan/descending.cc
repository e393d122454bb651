// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/plan/descending.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace gammaflow
{
std::vector<double> descending(std::vector<double> values, const Parameters &parameters,
                               const std::string &section, const std::string &key)
{
  for (const double value : values)
    if (!(value > 0) || !std::isfinite(value))
      parameters.reject(section, key, "a bandwidth or ridge is a positive number", "numbers > 0");
  std::sort(values.begin(), values.end(), std::greater<>());
  if (std::adjacent_find(values.begin(), values.end()) != values.end())
    parameters.reject(section, key, "a value stands there twice", "distinct numbers > 0");
  return values;
}

}  // namespace gammaflow
