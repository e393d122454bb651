// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// A table in LaTeX, `tabular` alone, for LaTeX to input: with the rules of the standard classes. It fits
/// a page of `article`: small print, at most `rows` rows (evenly chosen, the first and the last among them),
/// and columns that would be too wide in further tables below, each after the first column.
struct LatexTable {
  std::string caption;  ///< a comment at its head
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};
std::string latex_of(const LatexTable &table, std::size_t rows = 40);

/// Plain text as LaTeX prints it.
std::string latex_text(const std::string &text);
/// A number in mathematics, "$1.2 \cdot 10^{-5}$", with an error bar where one is given; "--" where there is
/// none.
std::string latex_number(double value, int digits = 4);
std::string latex_measured(double value, double bar);

}  // namespace gammaflow
