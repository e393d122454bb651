// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/figures/latex_table.h>

#include <algorithm>
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
  std::string text =
      "% " + table.caption + "\n\\begin{tabular}{" + std::string(table.header.size(), 'r') + "}\n\\hline\n";
  const auto line = [](const std::vector<std::string> &cells) {
    std::string joined;
    for (const auto &cell : cells) joined += (joined.empty() ? "" : " & ") + cell;
    return joined + " \\\\\n";
  };
  text += line(table.header) + "\\hline\n";
  const std::size_t all = table.rows.size(), shown = std::min(all, std::max<std::size_t>(rows, 2));
  for (std::size_t k = 0; k < shown; ++k)
    text += line(table.rows[all <= shown ? k : k * (all - 1) / (shown - 1)]);
  return text + "\\hline\n\\end{tabular}\n";
}

}  // namespace gammaflow
