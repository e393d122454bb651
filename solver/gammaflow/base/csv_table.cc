// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/csv_table.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>

#include <boost/algorithm/string.hpp>
#include <boost/tokenizer.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace gammaflow
{
namespace
{
/// True and the value where the whole text is one finite number.
bool parse(const std::string &text, double &value)
{
  try {
    std::size_t used = 0;
    value = std::stod(text, &used);
    return used == text.size() && std::isfinite(value);
  } catch (const std::exception &) {
    return false;
  }
}

char separator_of(const std::string &line)
{
  for (const char c : {',', ';', '\t'})
    if (line.find(c) != std::string::npos) return c;
  return ' ';
}

std::vector<std::string> split(const std::string &line, char separator, const std::string &where)
{
  std::vector<std::string> cells;
  if (separator == ' ') {
    boost::split(cells, line, boost::is_space(), boost::token_compress_on);
    for (auto &cell : cells) boost::trim_if(cell, boost::is_any_of("\""));
    return cells;
  }
  try {
    const boost::tokenizer<boost::escaped_list_separator<char>> tokens(
        line, boost::escaped_list_separator<char>('\\', separator, '"'));
    for (const auto &token : tokens) cells.push_back(boost::trim_copy(token));
  } catch (const std::exception &error) {
    throw InputError(where, shortened(line), std::string("cannot be split into cells: ") + error.what(),
                     "plain cells");
  }
  return cells;
}
}  // namespace

void require_text(const std::string &line, const std::string &where)
{
  if (line.find('\0') != std::string::npos)
    throw InputError(where, "", "holds zero bytes, and is no text in UTF-8", "a file of numbers as text");
  if (line.find('\r') != std::string::npos)
    throw InputError(where, "", "has ends of lines inside of it (a carriage return alone)",
                     "lines that end with a line feed");
}

std::size_t place_of_name(const std::vector<std::string> &names, const std::string &name,
                          const std::string &file)
{
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end() && std::find(found + 1, names.end(), name) != names.end())
    throw InputError(file, shortened(name), "is the name of two columns of this file",
                     "numbers of columns, counted from 1");
  return std::size_t(found - names.begin());
}

CsvTable::CsvTable(const std::string &path) : path_(path)
{
  std::ifstream in(path);
  if (!in || std::filesystem::is_directory(path))
    throw InputError(path, "", "cannot be read", "an existing file of comma-separated values");
  std::string line;
  char separator = 0;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (number == 1 && boost::starts_with(line, "\xEF\xBB\xBF")) line.erase(0, 3);  // byte-order mark
    boost::trim(line);
    if (line.empty() || line[0] == '#') continue;
    const std::string where = path + ": line " + std::to_string(number);
    require_text(line, where);
    if (separator == 0) separator = separator_of(line);
    std::vector<std::string> cells = split(line, separator, where);
    if (n_columns_ == 0) {
      n_columns_ = cells.size();
      double ignored = 0;
      if (std::none_of(cells.begin(), cells.end(), [&](const auto &cell) { return parse(cell, ignored); })) {
        header_ = cells;
        continue;
      }
    }
    if (cells.size() != n_columns_)
      throw InputError(where, shortened(line), "has " + std::to_string(cells.size()) + " cells",
                       std::to_string(n_columns_) + ", as in the rows before");
    rows_.push_back(std::move(cells));
    lines_.push_back(number);
  }
  if (rows_.empty())
    throw InputError(path, "", "holds no rows of numbers", "one sample or grid point per line");
}

std::string CsvTable::column_name(std::size_t column) const
{
  const std::string number = "column " + std::to_string(column + 1);
  return header_.empty() ? number : number + " (" + header_[column] + ")";
}

std::size_t CsvTable::find_column(const std::string &name_or_number) const
{
  if (const std::size_t c = place_of_name(header_, name_or_number, path_); c < header_.size()) return c;
  double number = 0;
  if (parse(name_or_number, number) && number >= 1 && number <= double(n_columns_) &&
      number == std::floor(number))
    return std::size_t(number) - 1;
  throw InputError(path_, shortened(name_or_number), "is not a column of this file", column_names());
}

std::string CsvTable::column_names() const
{
  const std::string numbers = n_columns_ == 1 ? "1" : "1 to " + std::to_string(n_columns_);
  return header_.empty() ? numbers : numbers + ", or one of: " + boost::join(header_, ", ");
}

std::vector<double> CsvTable::numbers(std::size_t column) const
{
  std::vector<double> result(n_rows());
  for (std::size_t r = 0; r < n_rows(); ++r)
    if (!parse(rows_[r][column], result[r]))
      throw InputError(path_ + ": line " + std::to_string(lines_[r]) + ", " + column_name(column),
                       rows_[r][column], "is not a finite number", "numbers in every row");
  return result;
}

}  // namespace gammaflow
