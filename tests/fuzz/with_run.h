// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

/// A file with the name of the run before its index, and the place and size of that for "@at" and "@size" in
/// the index.
inline std::string with_run(std::string content, const std::string &run)
{
  const auto index = content.rfind("{\"datasets\"");
  if (index == std::string::npos) return content;
  const auto put = [&](const std::string &mark, std::size_t number) {
    const auto at = content.find(mark, index);
    if (at != std::string::npos) content.replace(at, mark.size(), std::to_string(number));
  };
  put("@at", index);
  put("@size", run.size());
  return content.insert(index, run);
}
