// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/table.h>

#include <algorithm>
#include <map>

namespace gammaflow
{
namespace
{
/// Columns that a text in UTF-8 takes on a screen (none of ours is wider than one).
std::size_t width_of(const std::string &text)
{
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string coloured(const std::string &text)
{
  static const std::map<std::string, const char *> codes = {
      {"confirmed", "32"}, {"pass", "32"}, {"refuted", "31"}, {"FAIL", "31"}, {"not established", "33"}};
  const auto code = codes.find(text);
  return code == codes.end() ? text : std::string("\033[") + code->second + "m" + text + "\033[0m";
}
}  // namespace

std::string Table::text(bool colours) const
{
  std::vector<std::size_t> widths;
  for (const auto &row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  std::string result;
  for (const auto &row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += (i == 0 ? "  " : "   ") + (colours ? coloured(row[i]) : row[i]);
      if (i + 1 < row.size()) line += std::string(widths[i] - width_of(row[i]), ' ');
    }
    result += line + "\n";
  }
  return result;
}

}  // namespace gammaflow
