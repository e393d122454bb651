// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/all_digits.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A table for people to read in a terminal or a log: columns are as wide as their widest entry.
class Table
{
 public:
  explicit Table(std::vector<std::string> header) : rows_({std::move(header)}) {}

  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  /// With `colours`, words of a verdict are green, yellow or red.
  std::string text(bool colours) const;

  /// Three significant digits, "-" for what is not a number.
  static std::string number(double value, int digits = 3) { return few_digits(value, digits); }

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace gammaflow
