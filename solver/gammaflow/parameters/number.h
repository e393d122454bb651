// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/patterns.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace gammaflow
{
/// The value of a number, or of arithmetic with numbers and pi: "0.5", "2*pi", "1/3", "2^-6", "sqrt(2)".
/// Empty where the text is neither, or its value is not finite.
std::optional<double> number_in(const std::string &text);

/// The pattern of a parameter that is such a number, in an interval.
class Number : public dealii::Patterns::PatternBase
{
 public:
  explicit Number(double least = -std::numeric_limits<double>::infinity(),
                  double most = std::numeric_limits<double>::infinity());
  static Number above(double bound);  ///< x > bound

  bool match(const std::string &text) const override;
  std::string description(OutputStyle style = Machine) const override;
  std::unique_ptr<PatternBase> clone() const override;

 private:
  double least_, most_;
  bool open_ = false;  ///< without `least` itself
};

}  // namespace gammaflow
