// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/pattern_words.h>

#include <boost/algorithm/string.hpp>

#include <regex>

namespace gammaflow
{
namespace
{
/// deal.II writes the largest number by name where there is no bound.
bool unbounded(const std::string &bound)
{
  return boost::contains(bound, "MAX_") || bound == "2147483647" || bound == "-2147483648";
}

std::string range(const std::string &what, const std::string &from, const std::string &to)
{
  if (unbounded(from) && unbounded(to)) return what;
  if (unbounded(to)) return what + " >= " + from;
  if (unbounded(from)) return what + " <= " + to;
  return what + " from " + from + " to " + to;
}
}  // namespace

std::string pattern_in_words(const std::string &pattern)
{
  static const std::regex selection(R"(\[Selection (.*?) ?\])"), number(R"(\[Number(.*)\])"),
      integer(R"(\[Integer range (.+?)\.\.\.(.+) \(inclusive\)\])"),
      list(R"(\[List of <(.*)> of length \d+\.\.\.(\d+) \(inclusive\)\])");
  // deal.II breaks the lines of its messages
  static const std::regex spaces(R"(\s+)");
  const std::string text = boost::trim_copy(std::regex_replace(pattern, spaces, " "));
  std::smatch part;
  if (text == "[Anything]") return "";
  if (text == "[Bool]") return "true, false";
  if (text == "[Integer]") return "a whole number";
  if (std::regex_match(text, part, selection)) return boost::replace_all_copy(part.str(1), "|", ", ");
  if (std::regex_match(text, part, number)) return "a number" + part.str(1);
  if (std::regex_match(text, part, integer)) return range("a whole number", part.str(1), part.str(2));
  if (std::regex_match(text, part, list))
    return pattern_in_words(part.str(1)) + "; one, or up to " + part.str(2) + " separated by commas";
  return text;
}

}  // namespace gammaflow
