// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/latex_table.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace gammaflow
{
namespace
{
std::string printed(const char *format, int digits, double value)
{
  char text[64];
  std::snprintf(text, sizeof text, format, digits, value);
  return text;
}

/// The exponent that both a value and its bar are printed with; 0 for numbers of common size.
int exponent_of(double value)
{
  if (value == 0) return 0;
  const int e = int(std::floor(std::log10(std::abs(value)) + 1e-12));
  return e >= -2 && e < 4 ? 0 : e;
}

/// About how wide a cell is printed in \footnotesize, in points: 4.6 for a letter, digit or sign.
double width_of(const std::string &cell)
{
  double letters = 0;
  for (std::size_t k = 0; k < cell.size(); ++k) {
    const char c = cell[k];
    if (c == '\\') {  // a command is one sign, with its space
      while (k + 1 < cell.size() && std::isalpha(static_cast<unsigned char>(cell[k + 1]))) ++k;
      letters += 1.5;
    } else if (c != '$' && c != '{' && c != '}' && c != '^' && c != '_' && (c & 0xc0) != 0x80)
      letters += 1;
  }
  return 4.6 * letters;
}

constexpr double page = 335, between = 6;  // of 345 points (article, 10 pt)

/// A column: how wide it is, and whether its cells are broken into lines.
struct Column {
  double width = 0;
  bool broken = false;
  std::string specification() const
  {
    return broken ? "p{" + std::to_string(int(width - between)) + "pt}" : "r";
  }
};

/// No column is wider than what is left beside the first one, and that no wider than a half of the page.
std::vector<Column> columns_of(const LatexTable &table)
{
  std::vector<Column> columns;
  for (std::size_t c = 0; c < table.header.size(); ++c) {
    Column column{width_of(table.header[c]) + between, false};
    for (const auto &row : table.rows) column.width = std::max(column.width, width_of(row[c]) + between);
    const double most = c == 0 ? page / 2 : page - columns.front().width;
    column.broken = column.width > most;
    column.width = std::min(column.width, most);
    columns.push_back(column);
  }
  return columns;
}

/// The columns that stand beside each other, the first one before each group.
std::vector<std::vector<std::size_t>> column_groups(const std::vector<Column> &columns)
{
  std::vector<std::vector<std::size_t>> groups(1);
  double sum = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (groups.back().size() > 1 && sum + columns[c].width > page + 1e-9) {
      groups.push_back({0});
      sum = columns.front().width;
    }
    groups.back().push_back(c);
    sum += columns[c].width;
  }
  return groups;
}

std::string with_exponent(const std::string &mantissa, int exponent)
{
  return exponent == 0 ? mantissa : mantissa + " \\cdot 10^{" + std::to_string(exponent) + "}";
}
}  // namespace

std::string latex_text(const std::string &text)
{
  std::string result;
  for (const char c : text) {
    if (std::string("&%$#_{}").find(c) != std::string::npos)
      result += std::string("\\") + c;
    else if (c == '\\')
      result += "\\textbackslash{}";
    else if (c == '~' || c == '^')
      result += std::string("\\") + c + "{}";
    else if (c == '<' || c == '>' || c == '|')
      result += std::string("$") + (c == '|' ? "\\mid" : std::string(1, c)) + "$";
    else
      result += c;
  }
  return result;
}

std::string latex_number(double value, int digits)
{
  if (!std::isfinite(value)) return "--";
  const int exponent = exponent_of(value);
  return "$" + with_exponent(printed("%.*g", digits, value * std::pow(10., -exponent)), exponent) + "$";
}

std::string latex_measured(double value, double bar)
{
  if (!std::isfinite(value)) return "--";
  if (!std::isfinite(bar) || !(bar > 0)) return latex_number(value);
  const int exponent = exponent_of(std::max(std::abs(value), bar));
  const double scale = std::pow(10., -exponent);
  const int decimals = std::clamp(1 - int(std::floor(std::log10(bar * scale) + 1e-12)), 0, 12);
  const std::string pair =
      printed("%.*f", decimals, value * scale) + " \\pm " + printed("%.*f", decimals, bar * scale);
  return "$" + with_exponent(exponent == 0 ? pair : "(" + pair + ")", exponent) + "$";
}

std::string latex_of(const LatexTable &table, std::size_t rows)
{
  const auto all_columns = columns_of(table);
  const auto groups = column_groups(all_columns);
  rows = std::max<std::size_t>(rows / groups.size(), 2);
  const std::size_t all = table.rows.size(), shown = std::min(all, rows);
  std::string text = "% " + table.caption + "\n{\\footnotesize\\setlength{\\tabcolsep}{3pt}%\n";
  if (groups.size() > 1) text += "\\begin{tabular}{@{}l@{}}\n";
  for (const auto &columns : groups) {
    const auto line = [&columns](const std::vector<std::string> &cells) {
      std::string joined;
      for (std::size_t k = 0; k < columns.size(); ++k) joined += (k == 0 ? "" : " & ") + cells[columns[k]];
      return joined + " \\\\\n";
    };
    text += "\\begin{tabular}{";
    for (const std::size_t c : columns) text += all_columns[c].specification();
    text += "}\n\\hline\n" + line(table.header) + "\\hline\n";
    for (std::size_t k = 0; k < shown; ++k)
      text += line(table.rows[all <= shown ? k : k * (all - 1) / (shown - 1)]);
    text += "\\hline\n\\end{tabular}" + std::string(groups.size() > 1 ? " \\\\\n" : "\n");
  }
  if (groups.size() > 1) text += "\\end{tabular}\n";
  return text + "}\n";
}

}  // namespace gammaflow
