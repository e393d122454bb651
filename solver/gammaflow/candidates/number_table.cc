// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/csv_table.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/number_table.h>

#include <boost/algorithm/string.hpp>

#include <charconv>
#include <cmath>

namespace gammaflow
{
std::string NumberTable::at(std::size_t row) const
{
  return file + (lines.empty() ? ": row " + std::to_string(row + 1) : ": line " + std::to_string(lines[row]));
}

std::string NumberTable::column_names() const
{
  const std::string numbers = columns.size() == 1 ? "1" : "1 to " + std::to_string(columns.size());
  return names.empty() ? numbers : numbers + ", or one of: " + shortened(boost::join(names, ", "));
}

std::size_t NumberTable::find(const std::string &name_or_number) const
{
  if (const std::size_t c = place_of_name(names, name_or_number, file); c < names.size()) return c;
  std::size_t number = 0;
  const char *end = name_or_number.data() + name_or_number.size();
  const auto read = std::from_chars(name_or_number.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= 1 && number <= columns.size()) return number - 1;
  throw InputError(file, shortened(name_or_number), "is not a column of this file", column_names());
}

}  // namespace gammaflow
