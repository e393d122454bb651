// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// A table of text cells: comma-, semicolon- or tab-separated (else by blanks), cells with or without double
/// quotes, `#` starts a comment line. The first row is a header when none of its cells is a number.
/// InputError, which names file and line, where the rows differ in length or there is no data.
class CsvTable
{
 public:
  explicit CsvTable(const std::string &path);

  std::size_t n_rows() const { return rows_.size(); }
  std::size_t n_columns() const { return n_columns_; }
  /// The column of a name in the header, or of a number counted from 1; throws InputError with what there is.
  std::size_t find_column(const std::string &name_or_number) const;
  /// What find_column() takes: "1 to 2, or one of: eruptions, waiting".
  std::string column_names() const;
  /// The column as finite numbers; InputError names line and column of a cell that is none.
  std::vector<double> numbers(std::size_t column) const;
  /// The line of a row in the file, from 1.
  std::size_t line(std::size_t row) const { return lines_[row]; }
  const std::string &path() const { return path_; }

 private:
  std::string column_name(std::size_t column) const;

  std::string path_;
  std::size_t n_columns_ = 0;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> lines_;
};

/// InputError for a line with zero bytes (a binary file, or UTF-16) or with carriage returns inside of it.
void require_text(const std::string &line, const std::string &where);
/// The number of the column with this name, counted from 0; names.size() where there is none. InputError
/// where two columns have it.
std::size_t place_of_name(const std::vector<std::string> &names, const std::string &name,
                          const std::string &file);

}  // namespace gammaflow
