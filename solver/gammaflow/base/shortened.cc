// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/shortened.h>

#include <algorithm>

namespace gammaflow
{
std::string shortened(const std::string &text)
{
  constexpr std::size_t whole = 200, most = 60;
  if (text.size() <= whole) return text;
  const auto inside = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  std::size_t end = most;
  while (end > most - 4 && inside(text[end])) --end;
  const auto characters = text.size() - std::size_t(std::count_if(text.begin(), text.end(), inside));
  return text.substr(0, end) + "... (" + std::to_string(characters) + " characters)";
}

}  // namespace gammaflow
