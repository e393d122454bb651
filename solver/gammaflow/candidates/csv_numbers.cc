// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/csv_table.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/number_table.h>

#include <boost/algorithm/string.hpp>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace gammaflow
{
namespace
{
constexpr std::size_t longest_line = 1u << 20;

/// The cells of a line, without blanks and quotes around them.
void split(const std::string &line, char separator, std::vector<std::string_view> &cells)
{
  cells.clear();
  const auto trimmed = [](std::string_view cell) {
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t' || cell.front() == '"'))
      cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t' || cell.back() == '"'))
      cell.remove_suffix(1);
    return cell;
  };
  const std::string_view all = line;
  for (std::size_t from = 0; from <= all.size();) {
    if (separator == ' ') {
      while (from < all.size() && (all[from] == ' ' || all[from] == '\t')) ++from;
      if (from == all.size()) break;
    }
    std::size_t to = from;
    while (to < all.size() && all[to] != separator && (separator != ' ' || all[to] != '\t')) ++to;
    cells.push_back(trimmed(all.substr(from, to - from)));
    from = to + 1;
  }
}

bool is_number(std::string_view cell, double &value)
{
  if (!cell.empty() && cell.front() == '+') cell.remove_prefix(1);
  const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return read.ec == std::errc() && read.ptr == cell.data() + cell.size();
}

char separator_of(const std::string &line)
{
  for (const char c : {',', ';', '\t'})
    if (line.find(c) != std::string::npos) return c;
  return ' ';
}
}  // namespace

NumberTable read_csv_numbers(const std::string &file, const ReadLimits &limits)
{
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  if (!in || std::filesystem::is_directory(file, error))
    throw InputError(file, "", "cannot be read", "an existing file");
  if (double(std::filesystem::file_size(file, error)) > limits.bytes)
    throw InputError(file, "", "is larger than what is read", std::to_string(limits.bytes) + " bytes");
  NumberTable table;
  table.file = file;
  std::string line;
  std::vector<std::string_view> cells;
  char separator = 0;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const std::string where = file + ": line " + std::to_string(number);
    if (line.size() > longest_line)
      throw InputError(where, "", "is longer than a line may be", std::to_string(longest_line) + " bytes");
    if (number == 1 && boost::starts_with(line, "\xEF\xBB\xBF")) line.erase(0, 3);
    boost::trim(line);
    if (line.empty() || line[0] == '#') continue;
    require_text(line, where);
    if (separator == 0) separator = separator_of(line);
    split(line, separator, cells);
    if (table.columns.empty()) {
      if (cells.size() > limits.columns)
        throw InputError(where, std::to_string(cells.size()) + " columns", "there are too many",
                         "at most " + std::to_string(limits.columns));
      table.columns.resize(cells.size());
      double ignored = 0;
      bool header = true;
      for (const auto cell : cells) header = header && !is_number(cell, ignored);
      if (header) {
        for (const auto cell : cells) table.names.emplace_back(cell);
        continue;
      }
    }
    if (cells.size() != table.columns.size())
      throw InputError(where, shortened(line), "has " + std::to_string(cells.size()) + " cells",
                       std::to_string(table.columns.size()) + ", as in the rows before");
    for (std::size_t c = 0; c < cells.size(); ++c) {
      double value = 0;
      if (!is_number(cells[c], value) || !std::isfinite(value))
        throw InputError(where + ", column " + std::to_string(c + 1) +
                             (table.names.empty() ? "" : " (" + shortened(table.names[c]) + ")"),
                         shortened(std::string(cells[c])), "is not a finite number", "numbers in every row");
      table.columns[c].push_back(value);
    }
    table.lines.push_back(number);
  }
  if (table.rows() == 0) throw InputError(file, "", "holds no rows of numbers", "one particle in each line");
  return table;
}

}  // namespace gammaflow
