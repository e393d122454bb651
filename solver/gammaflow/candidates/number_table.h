// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// Columns of finite numbers that somebody's file holds.
struct NumberTable {
  std::string file;
  std::vector<std::string> names;  ///< of the columns; empty where the file gives none
  std::vector<std::vector<double>> columns;
  std::vector<std::size_t> lines;  ///< of the rows in the file; empty where it has no lines

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  /// "FILE: line 7", "FILE: row 7" (from 1).
  std::string at(std::size_t row) const;
  /// "1 to 3, or one of: x, y, w".
  std::string column_names() const;
  /// The column of a name of the header or a number from 1; InputError with what there is.
  std::size_t find(const std::string &name_or_number) const;
};

/// Limits of reading one file. A count that a file claims is compared with its size before anything is
/// allocated.
struct ReadLimits {
  double bytes = 0x1p32;
  std::size_t columns = 4096;
};

/// A text file of numbers, separated by commas, semicolons, tabulators or blanks; lines that begin with # are
/// left out, and the first row is a header where none of its cells is a number. InputError that names file,
/// line and column for everything else: cells that are no finite numbers, rows of different lengths, no rows.
NumberTable read_csv_numbers(const std::string &file, const ReadLimits &limits = {});

}  // namespace gammaflow
