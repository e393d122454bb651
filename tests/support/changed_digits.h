// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/errors.h>
#include <gammaflow/io/files.h>
#include <gammaflow/program/scratch_directory.h>

#include <functional>
#include <string>

namespace gammaflow::testing
{
/// How many of the digits of a file a reader does not miss: each is changed into the next one in turn, and
/// the file is read without an InputError all the same.
inline unsigned unnoticed_changes(const std::string &text,
                                  const std::function<void(const std::string &)> &read)
{
  const ScratchDirectory scratch("test");
  const std::string file = scratch.path() + "/a.json";
  unsigned unnoticed = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') continue;
    std::string changed = text;
    changed[i] = char('0' + (text[i] - '0' + 1) % 10);
    write_file(file, changed);
    try {
      read(file);
      ++unnoticed;
    } catch (const InputError &) {
    }
  }
  return unnoticed;
}

}  // namespace gammaflow::testing
