// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace gammaflow
{
namespace
{
std::string plain(std::string text)
{
  for (char &c : text) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (c == '_' || c == '-') c = ' ';
  }
  return text;
}

/// Letters left out, added, changed, or swapped with the next one.
std::size_t distance(const std::string &a, const std::string &b)
{
  std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = last;
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}
}  // namespace

std::string did_you_mean(const std::string &given, const std::vector<std::string> &names)
{
  constexpr std::size_t longest = 64;  // of what may be a name
  if (given.empty() || given.size() > longest) return "";
  const std::string wanted = plain(given);
  std::string best;
  std::size_t least = 1 + std::max<std::size_t>(1, given.size() / 4);
  if (given.size() < 3) least = 1;  // only upper and lower case
  for (const std::string &name : names) {
    if (name.size() > longest) continue;
    const std::size_t far = distance(wanted, plain(name));
    if (far < least) {
      least = far;
      best = name;
    }
  }
  return best.empty() ? "" : "; did you mean '" + best + "'?";
}

std::vector<std::string> split_names(const std::string &text)
{
  std::istringstream in(text);
  std::vector<std::string> result;
  for (std::string name; in >> name;) result.push_back(name);
  return result;
}

}  // namespace gammaflow
