// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/number.h>

#include <cmath>
#include <stdexcept>

namespace gammaflow
{
std::optional<double> number_in(const std::string &text)
{
  std::optional<double> value;
  std::size_t used = 0;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception &) {
  }
  if (!value || text.find_first_not_of(" \t", used) != std::string::npos) try {
      const double none = 0;
      value = Expression(text, {}, {{"pi", std::acos(-1.)}}).value(&none);
    } catch (const std::invalid_argument &) {
      return std::nullopt;
    }
  return std::isfinite(*value) ? value : std::nullopt;
}

Number::Number(const double least, const double most) : least_(least), most_(most) {}

Number Number::above(const double bound)
{
  Number result(bound);
  result.open_ = true;
  return result;
}

bool Number::match(const std::string &text) const
{
  const auto value = number_in(text);
  return value && *value >= least_ && *value <= most_ && !(open_ && *value == least_);
}

std::string Number::description(OutputStyle) const
{
  std::string range;
  if (std::isfinite(least_) && std::isfinite(most_))
    range = " from " + few_digits(least_) + " to " + few_digits(most_);
  else if (std::isfinite(least_))
    range = (open_ ? " > " : " >= ") + few_digits(least_);
  else if (std::isfinite(most_))
    range = " <= " + few_digits(most_);
  return "[Number" + range + "]";
}

std::unique_ptr<dealii::Patterns::PatternBase> Number::clone() const
{
  return std::make_unique<Number>(*this);
}

}  // namespace gammaflow
